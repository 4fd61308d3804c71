import { columnsOfRule } from "../../../src/config/rules/ruleSyntax.ts";
import type { FoundRule } from "../../../src/transform/rules/detect/detectRules.ts";
import type { Planted } from "./plantedTables.ts";

const sets: Readonly<Record<string, string>> = { unique3: "unique", dependency: "combinations" };
const setKinds: ReadonlySet<string> = new Set(["combinations", "oneOf", "atMostOneOf", "unique"]);
const implied: ReadonlySet<string> = new Set([
  "missing",
  "together",
  "implies",
  "impliesSet",
  "impliesRange",
  "emptyState",
  "band",
  "side",
]);

/** Whether what a table hides was found: a rule of its kind over the same columns, for a chain its two steps. */
export function isFound({ kind, columns }: Planted, found: readonly FoundRule[]): boolean {
  const over = (names: readonly string[]) => {
    const wanted = [...names].sort().join();
    return found.filter(({ rule }) => columnsOfRule(rule).sort().join() === wanted);
  };
  if (kind === "chain")
    return [0, 1].every((at) => over(columns.slice(at, at + 2)).some(({ rule }) => rule.kind === "check"));
  const own = sets[kind] ?? kind;
  if (setKinds.has(own)) return over(columns).some(({ rule }) => rule.kind === own);
  return over(columns).some(({ rule }) => rule.kind === (implied.has(kind) ? "when" : "check"));
}
