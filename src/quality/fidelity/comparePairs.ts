import type { Breathe } from "../../numerics/breathe.ts";
import { CountMemory } from "../../numerics/contingency.ts";
import type { Random } from "../../numerics/random.ts";
import { choosePairs } from "./choosePairs.ts";
import { type ComparedPair, type ComparedPairs, comparePair } from "./columnPairTrends.ts";
import type { ComparedColumn } from "./comparedColumn.ts";
import { worstColumns } from "./keptPairs.ts";

/** Compares the columns two by two; where there are more than 20,000 pairs, a random sample of them and those of the heat map. */
export async function comparePairs(
  columns: readonly ComparedColumn[],
  random: Random,
  breathe: Breathe,
): Promise<ComparedPairs> {
  const total = (columns.length * (columns.length - 1)) / 2;
  const pairs = choosePairs(columns.length, random);
  const memory = new CountMemory();
  const drawn: ComparedPair[] = [];
  for (const [i, j] of pairs) {
    drawn.push(comparePair(columns[i]!, columns[j]!, memory));
    await breathe(drawn.length / pairs.length);
  }
  if (pairs.length === total) return { drawn, mapped: [], total };
  const shown = new Set(worstColumns(drawn.map((p) => p.trend)));
  const known = new Set(pairs.map(([i, j]) => i * columns.length + j));
  const inMap = [...columns.keys()].filter((i) => shown.has(columns[i]!.name));
  const mapped: ComparedPair[] = [];
  for (const i of inMap)
    for (const j of inMap)
      if (i < j && !known.has(i * columns.length + j)) {
        mapped.push(comparePair(columns[i]!, columns[j]!, memory));
        await breathe(1);
      }
  return { drawn, mapped, total };
}
