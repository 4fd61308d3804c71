import { z } from "zod";
import type { ColumnSpec } from "../../config/columnSpec.ts";
import { covers } from "../../jsonc/covers.ts";
import type { Random } from "../../numerics/random.ts";
import { type Column, columnLength } from "../../table/table.ts";
import { ModelError } from "../modelTable.ts";
import { type Pattern, parsePattern, permuted } from "../pattern.ts";
import type { ColumnKind } from "./columnKind.ts";
import { refuseCondition, roundUp } from "./invented.ts";
import { planName } from "./planFields.ts";

/** Values made from a pattern: ranks `first` … `first + size − 1` of its language in a seeded order. */
export interface PatternPlan {
  readonly kind: "pattern";
  readonly name: string;
  readonly output: "string" | "number";
  readonly pattern: string;
  readonly first: number;
  readonly size: number;
  readonly unique: boolean;
  /** Share of missing cells, drawn independently of the other columns. */
  readonly missingShare: number;
}

const maxRanks = 2 ** 48;

export const patternKind: ColumnKind<PatternPlan> = {
  schema: covers<PatternPlan>()(
    z.strictObject({
      kind: z.literal("pattern"),
      name: planName,
      output: z.enum(["string", "number"]),
      pattern: z.string().max(10_000),
      first: z.int().min(0),
      size: z.number().min(1).max(maxRanks),
      unique: z.boolean(),
      missingShare: z.number().min(0).max(1),
    }),
  ),
  problem({ pattern, first, size, unique }) {
    try {
      const ranks = Math.min(parsePattern(pattern, { distinct: unique }).size, maxRanks);
      return first + size <= ranks ? undefined : "has fewer values than its plan says";
    } catch {
      return `has a pattern that cannot be read: ${pattern}`;
    }
  },
  restore(plan, { batch, firstRow, random }) {
    const reason = this.shortage!(plan, firstRow + batch.rows);
    if (reason !== undefined) throw new ModelError(reason);
    return restorePattern(plan, batch.rows, firstRow, random);
  },
  condition: refuseCondition,
  shortage: (plan, rows) =>
    plan.unique && rows > plan.size
      ? `column ${plan.name}: the pattern ${plan.pattern} makes only ${plan.size} different new values, ${rows} rows are asked for; widen the pattern in the config or ask for fewer rows`
      : undefined,
};

/** @throws ModelError naming the column when the pattern cannot be read */
export function readPattern(spec: ColumnSpec, distinct: boolean): Pattern {
  try {
    return parsePattern(spec.pattern!, { distinct });
  } catch (error) {
    throw new ModelError(`column ${spec.name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/**
 * Ranks to draw from: beyond the source's own ranks on the roomier side, where they can be told and at least ten times
 * as many are free as there are rows, so that no made-up id equals a real one; otherwise all.
 */
export function patternPlan(
  column: Column,
  spec: ColumnSpec,
  pattern: Pattern,
  unique: boolean,
): PatternPlan {
  const size = Math.min(pattern.size, maxRanks);
  let first = 0;
  let free = size;
  if (column.kind === "string") {
    let low = size;
    let high = -1;
    let ranked = 0;
    for (const text of column.dictionary) {
      const rank = pattern.rank(text);
      if (rank === undefined) continue;
      ranked++;
      if (rank < low) low = rank;
      if (rank > high) high = rank;
    }
    const room = Math.max(low, size - 1 - high);
    if (ranked > 0 && room >= 10 * columnLength(column)) {
      const above = size - 1 - high >= low;
      const past = above && size - roundUp(high + 1) >= room / 2 ? roundUp(high + 1) : high + 1;
      first = above ? past : 0;
      free = above ? size - past : low;
    }
  }
  const output = column.kind === "number" ? "number" : "string";
  return {
    kind: "pattern",
    name: spec.name,
    output,
    pattern: spec.pattern!,
    first,
    size: free,
    unique,
    missingShare: 0,
  };
}

/** A text column of values that are all different. */
export function distinctTexts(name: string, dictionary: string[]): Column {
  return { kind: "string", name, dictionary, codes: Int32Array.from(dictionary, (_, i) => i) };
}

function restorePattern(plan: PatternPlan, rows: number, firstRow: number, random: Random): Column {
  const pattern = parsePattern(plan.pattern, { distinct: plan.unique });
  const key = random.uint32();
  const values = new Array<string>(rows);
  const codes = new Int32Array(rows);
  for (let i = 0; i < rows; i++) {
    const row = firstRow + i;
    random.position = 2 + 2 * row;
    const rank = plan.unique ? permuted(row, plan.size, key) : Math.floor(random.uniform() * plan.size);
    const high = random.uint32();
    values[i] = pattern.at(plan.first + rank, high);
    codes[i] = plan.missingShare > 0 && random.uniform() < plan.missingShare ? -1 : i;
  }
  if (plan.output === "number")
    return {
      kind: "number",
      name: plan.name,
      values: Float64Array.from(codes, (c) => (c < 0 ? Number.NaN : Number(values[c]))),
    };
  return plan.unique ? distinctTexts(plan.name, values) : dictionaryEncode(plan.name, values, codes);
}

function dictionaryEncode(name: string, values: readonly string[], present: Int32Array): Column {
  const index = new Map<string, number>();
  const codes = new Int32Array(values.length);
  for (let i = 0; i < codes.length; i++) {
    if (present[i]! < 0) {
      codes[i] = -1;
      continue;
    }
    const known = index.get(values[i]!);
    codes[i] = known ?? index.size;
    if (known === undefined) index.set(values[i]!, index.size);
  }
  return { kind: "string", name, codes, dictionary: [...index.keys()] };
}
