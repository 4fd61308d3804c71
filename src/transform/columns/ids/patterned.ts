import { z } from "zod";
import type { ColumnSpec } from "../../../config/columnSpec.ts";
import { covers } from "../../../jsonc/covers.ts";
import type { Random } from "../../../numerics/random.ts";
import { type Column, columnLength, type StringColumn } from "../../../table/table.ts";
import { ModelError } from "../../modelTable.ts";
import { type Pattern, parsePattern } from "../../pattern.ts";
import { type Prefix, prefixSchema, withPrefixes } from "../../prefixes.ts";
import type { ColumnKind } from "../columnKind.ts";
import { planName } from "../planFields.ts";
import { type CheckName, checkNames, withCheck } from "./checkDigit.ts";
import { drawCapacity, drawFields, drawProblem, type IdDraw, planDraw, rankReader } from "./idDraw.ts";
import { idShortage, refuseCondition } from "./invented.ts";

/** Values made from a pattern: ranks of its language as `IdDraw` says. */
export interface PatternPlan extends IdDraw {
  readonly kind: "pattern";
  readonly name: string;
  readonly output: "string" | "number";
  readonly pattern: string;
  readonly unique: boolean;
  /** What the values begin with, in these shares; absent where the pattern alone says it. */
  readonly prefixes?: readonly Prefix[];
  /** The values end in a check digit behind what the pattern says. */
  readonly check?: CheckName;
  /** Share of missing cells, drawn independently of the other columns. */
  readonly missingShare: number;
}

const maxRanks = 2 ** 48;
/** As many different ids as this for each row of the data must be left for prefixes to be kept. */
const roomPerRow = 4;

export const patternKind: ColumnKind<PatternPlan> = {
  schema: covers<PatternPlan>()(
    z.strictObject({
      kind: z.literal("pattern"),
      name: planName,
      output: z.enum(["string", "number"]),
      pattern: z.string().max(10_000),
      ...drawFields,
      unique: z.boolean(),
      prefixes: prefixSchema.exactOptional(),
      check: z.enum(checkNames).exactOptional(),
      missingShare: z.number().min(0).max(1),
    }),
  ),
  problem(plan) {
    try {
      return drawProblem(plan, Math.min(languageOf(plan).size, maxRanks));
    } catch {
      return `has a pattern that cannot be read: ${plan.pattern}`;
    }
  },
  restore(plan, { batch, firstRow, random }) {
    const reason = shortageOf(plan, firstRow + batch.rows);
    if (reason !== undefined) throw new ModelError(reason);
    return withCheck(restorePattern(plan, batch.rows, firstRow, random), plan.check);
  },
  condition: refuseCondition,
  countsOn: ({ step }) => step !== undefined,
  shortage: shortageOf,
};

function shortageOf(plan: PatternPlan, rows: number): string | undefined {
  if (!plan.unique) return undefined;
  return idShortage(plan.name, `the pattern ${plan.pattern}`, { has: drawCapacity(plan), rows });
}

/** @throws RangeError where the prefixes are not those of the pattern */
function languageOf({ pattern, unique, prefixes }: PatternPlan): Pattern {
  if (prefixes === undefined) return parsePattern(pattern, { distinct: unique });
  const found = withPrefixes(pattern, prefixes);
  if (found === undefined) throw new RangeError(`${pattern} does not begin with the prefixes`);
  return found;
}

/** @throws ModelError naming the column when the pattern cannot be read */
export function readPattern(spec: ColumnSpec, distinct: boolean): Pattern {
  try {
    return parsePattern(spec.pattern!, { distinct });
  } catch (error) {
    throw new ModelError(`column ${spec.name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** How values are made from a pattern: unique ones never equal a real one where the pattern leaves room (`planDraw`). */
export function patternPlan(
  column: Column,
  spec: ColumnSpec,
  {
    pattern: whole,
    unique,
    random,
    prefixes,
  }: {
    readonly pattern: Pattern;
    readonly unique: boolean;
    readonly random: Random;
    readonly prefixes?: readonly Prefix[] | undefined;
  },
): PatternPlan {
  const begun = prefixes === undefined ? undefined : withPrefixes(spec.pattern!, prefixes);
  const hasRoom = begun !== undefined && begun.size >= roomPerRow * columnLength(column);
  const pattern = hasRoom ? begun : whole;
  const ranks =
    column.kind === "string"
      ? usedTexts(column).flatMap((text) => {
          const rank = pattern.rank(text);
          return rank === undefined ? [] : [rank];
        })
      : [];
  const all = { first: 0, size: Math.min(pattern.size, maxRanks) };
  return {
    kind: "pattern",
    name: spec.name,
    output: column.kind === "number" ? "number" : "string",
    pattern: spec.pattern!,
    ...(unique ? planDraw(pattern.size, ranks, random, !hasRoom) : all),
    unique,
    ...(hasRoom && prefixes !== undefined && { prefixes }),
    missingShare: 0,
  };
}

function usedTexts({ codes, dictionary }: StringColumn): string[] {
  const used = new Set(codes);
  return dictionary.filter((_, code) => used.has(code));
}

/** A text column of values that are all different. */
export function distinctTexts(name: string, dictionary: string[]): Column {
  return { kind: "string", name, dictionary, codes: Int32Array.from(dictionary, (_, i) => i) };
}

function restorePattern(plan: PatternPlan, rows: number, firstRow: number, random: Random): Column {
  const pattern = languageOf(plan);
  const rankOf = rankReader(plan, random.uint32());
  const values = new Array<string>(rows);
  const codes = new Int32Array(rows);
  for (let i = 0; i < rows; i++) {
    const row = firstRow + i;
    random.position = 2 + 2 * row;
    const rank = plan.unique ? rankOf(row) : plan.first + Math.floor(random.uniform() * plan.size);
    const high = random.uint32();
    values[i] = pattern.at(rank, high);
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
