import { z } from "zod";
import type { ColumnSpec } from "../../../config/columnSpec.ts";
import { covers } from "../../../jsonc/covers.ts";
import { likelyPattern } from "../../../table/infer/idPattern.ts";
import { type Column, columnLength, findColumn, type StringColumn } from "../../../table/table.ts";
import type { ColumnKind } from "../../columns/columnKind.ts";
import { checkOf } from "../../columns/ids/checkDigit.ts";
import { drawCapacity } from "../../columns/ids/idDraw.ts";
import { refuseCondition } from "../../columns/ids/invented.ts";
import { type PatternPlan, patternKind, patternPlan, readPattern } from "../../columns/ids/patterned.ts";
import { planName } from "../../columns/planFields.ts";
import type { ColumnRule, Follower } from "../columnRule.ts";
import { findHeads, type Heads, headOf, headsSchema, writeHeads } from "./heads.ts";
import { referenceRule } from "./reference.ts";

/** Ids whose beginning another column says (the category of an article number, the year of an order number): that, and an end of their own. */
export interface HeadedPlan {
  readonly kind: "headed";
  readonly name: string;
  readonly heads: Heads;
  readonly tail: PatternPlan;
}

/** As many different ends as this for each row of the data must be left. */
const roomPerRow = 4;

export const headedRule: ColumnRule = {
  detect(source) {
    const { table, specs, entities, whole, holders } = source;
    // ids that other columns name, and those of persons and orders, depend on the number of the row alone
    const named = new Set([
      ...[...referenceRule.detect(source).values()].flatMap(({ from }) => from),
      ...entities.map(({ key }) => key),
    ]);
    const found = new Map<string, Follower>();
    for (const spec of specs) {
      const column = findColumn(table, spec.name);
      if (!isTextId(spec) || column?.kind !== "string" || named.has(spec.name)) continue;
      const heads = findHeads(column, { table, specs, minRows: spec.minCategoryCount, holders });
      if (heads !== undefined)
        found.set(spec.name, followerOf(heads, findColumn(whole, spec.name) as StringColumn));
    }
    return found;
  },
};

function isTextId({ role, sdtype, pattern }: ColumnSpec): boolean {
  return (role === "id" || (sdtype === "id" && role !== "drop")) && pattern !== null;
}

function followerOf(heads: Heads, whole: StringColumn): Follower {
  return {
    from: [heads.by],
    prepare(_column, spec, { random, plans }) {
      if (!plans.has(heads.by)) return null;
      const used = new Set(whole.codes);
      const values = whole.dictionary.filter((_, code) => used.has(code));
      // a pattern that a person wrote, and a check digit, are of the whole id
      if (spec.pattern !== likelyPattern(values) || checkOf(values) !== undefined) return null;
      const tails = [
        ...new Set(values.map((value) => value.slice(headOf(value, heads.ends)?.length ?? value.length))),
      ];
      const pattern = likelyPattern(tails);
      if (tails.includes("") || /[+*]$/.test(pattern)) return null;
      const own = { ...spec, pattern };
      const column: Column = {
        kind: "string",
        name: spec.name,
        dictionary: tails,
        codes: Int32Array.from(tails, (_, i) => i),
      };
      const tail = patternPlan(column, own, { pattern: readPattern(own, true), unique: true, random });
      if (drawCapacity(tail) < roomPerRow * columnLength(whole)) return null;
      return { plan: { kind: "headed", name: spec.name, heads, tail } satisfies HeadedPlan };
    },
  };
}

export const headedKind: ColumnKind<HeadedPlan> = {
  schema: covers<HeadedPlan>()(
    z.strictObject({
      kind: z.literal("headed"),
      name: planName,
      heads: headsSchema,
      tail: patternKind.schema,
    }),
  ),
  problem({ heads, tail }, source) {
    if (!source.plans.has(heads.by)) return `begins as ${heads.by} says, which is not there`;
    if (!tail.unique || tail.output !== "string") return "has ends that are not its own";
    return patternKind.problem?.(tail, source);
  },
  after: ({ heads }) => [heads.by],
  restore({ name, heads, tail }, source) {
    const by = source.restored.get(heads.by);
    if (by === undefined) throw new Error(`the model made no column ${heads.by}`);
    const ends = patternKind.restore(tail, source) as StringColumn;
    const begin = writeHeads(heads, by);
    const dictionary = ends.dictionary.map((end, row) => begin(row) + end);
    return { kind: "string", name, dictionary, codes: ends.codes };
  },
  condition: refuseCondition,
  countsOn: ({ tail }) => patternKind.countsOn?.(tail) ?? false,
  shortage: ({ tail }, rows) => patternKind.shortage?.(tail, rows),
};
