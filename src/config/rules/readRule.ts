import { parseClause } from "./parseClause.ts";
import type { RuleConfig } from "./ruleSchema.ts";
import { columnSetKinds, type Rule, RuleError } from "./ruleSyntax.ts";

/** A fault and the key of the rule's object whose text has it; null where the rule is a text itself. */
export class RuleReadError extends Error {
  override readonly name = "RuleReadError";
  readonly fault: RuleError;
  readonly key: string | null;
  constructor(fault: RuleError, key: string | null) {
    super(fault.message);
    this.fault = fault;
    this.key = key;
  }
}

/** Reads one entry of `rules`. @throws RuleReadError */
export function readRule(entry: RuleConfig): Rule {
  if (typeof entry === "string") return { kind: "check", clause: clauseOf(entry, null), repair: false };
  const { repair } = entry;
  if ("rule" in entry) return { kind: "check", clause: clauseOf(entry.rule, "rule"), repair };
  if ("when" in entry)
    return { kind: "when", when: clauseOf(entry.when, "when"), then: clauseOf(entry.then, "then"), repair };
  for (const kind of columnSetKinds)
    if (kind in entry) {
      const columns = (entry as unknown as Record<string, readonly string[]>)[kind]!;
      const twice = columns.find((name, i) => columns.indexOf(name) !== i);
      if (twice === undefined) return { kind, columns, repair };
      const span = { start: 0, end: 0 };
      throw new RuleReadError(new RuleError(`column ${twice} is named twice`, span), kind);
    }
  throw new RuleReadError(new RuleError("not a rule", { start: 0, end: 0 }), null);
}

function clauseOf(text: string, key: string | null) {
  try {
    return parseClause(text);
  } catch (error) {
    throw error instanceof RuleError ? new RuleReadError(error, key) : error;
  }
}
