import type { Breathe } from "../../../numerics/breathe.ts";
import type { Random } from "../../../numerics/random.ts";
import type { AttackRisk, Privacy } from "../../../protocol/report.ts";
import { type Table, takeRows } from "../../../table/table.ts";
import type { PrivacyData } from "../privacyData.ts";
import { RowGroups } from "../rowGroups.ts";
import { type AttackCounts, attackRisk } from "./attackRisk.ts";
import { cell, type Predicate, PredicateIndex } from "./predicates.ts";

/** Queries tried per attack. */
const maxAttacks = 2000;
/** Columns in a multivariate query. */
const columnsPerQuery = 3;
const maxAttempts = 300_000;
/** Gives up once so many draws in a row brought nothing new. */
const maxStale = 4_000;

/**
 * Singling out after anonymeter: queries that describe exactly one synthetic row are tried on the real rows, and succeed where
 * they describe exactly one. Training rows are as many as holdout rows; all sides are free of repeated rows.
 */
export async function singlingOut(
  data: PrivacyData,
  progress: (fraction: number) => void,
): Promise<Privacy["singlingOut"]> {
  if (data.empty) return null;
  const { breathe } = data;
  const synthetic = new PredicateIndex(distinctRows(data.synthetic));
  await breathe();
  const training = new PredicateIndex(distinctRows(takeRows(data.training, data.members)));
  await breathe();
  const holdout = data.holdout === null ? null : new PredicateIndex(distinctRows(data.holdout));
  await breathe();
  const random = data.random.fork("singling out");

  const single = await univariateQueries(synthetic, random, breathe);
  progress(0.3);
  const univariate = risk(
    { queries: single, blind: randomQueries(synthetic.table, 1, single.length, random) },
    { training, holdout },
    "describe one person by a single value found in the synthetic table",
  );
  progress(0.4);
  const several = await multivariateQueries(synthetic, random, breathe);
  progress(0.8);
  const width = Math.min(columnsPerQuery, data.columns.length);
  const multivariate = risk(
    { queries: several, blind: randomQueries(synthetic.table, width, several.length, random) },
    { training, holdout },
    `describe one person by ${width} values found in the synthetic table`,
  );
  progress(1);
  return { univariate, multivariate };
}

function distinctRows(table: Table): Table {
  const groups = new RowGroups(table.columns, table.rows);
  return groups.first.length === table.rows ? table : takeRows(table, groups.first);
}

/** Extremes, a lone missing value and values that occur once, in random order. */
async function univariateQueries(
  index: PredicateIndex,
  random: Random,
  breathe: Breathe,
): Promise<Predicate[][]> {
  const candidates: Predicate[] = [];
  for (let column = 0; column < index.table.columns.length; column++) {
    const { values, present } = index.sorted(column);
    await breathe();
    if (values.length - present === 1) candidates.push({ column, op: "missing", value: 0 });
    if (present === 0) continue;
    if (index.table.columns[column]!.kind !== "string") {
      candidates.push({ column, op: "le", value: values[0]! });
      candidates.push({ column, op: "ge", value: values[present - 1]! });
    }
    for (let i = 0; i < present; i++)
      if ((i === 0 || values[i - 1] !== values[i]) && (i === present - 1 || values[i + 1] !== values[i]))
        candidates.push({ column, op: "eq", value: values[i]! });
  }
  random.shuffle(candidates);
  const queries: Predicate[][] = [];
  for (const candidate of candidates) {
    if (queries.length === maxAttacks) break;
    if (index.count([candidate], 2) === 1) queries.push([candidate]);
  }
  return queries;
}

/** A random synthetic row in a few random columns: equal for categories, at least or at most for numbers. */
async function multivariateQueries(
  index: PredicateIndex,
  random: Random,
  breathe: Breathe,
): Promise<Predicate[][]> {
  const { table } = index;
  const medians = table.columns.map((column, c) => {
    if (column.kind === "string") return 0;
    const { values, present } = index.sorted(c);
    return present === 0 ? 0 : (values[(present - 1) >> 1]! + values[present >> 1]!) / 2;
  });
  const queries: Predicate[][] = [];
  const seen = new Set<string>();
  const width = Math.min(columnsPerQuery, table.columns.length);
  let stale = 0;
  for (let attempt = 0; attempt < maxAttempts && queries.length < maxAttacks && stale < maxStale; attempt++) {
    stale++;
    if (attempt % 256 === 255) await breathe();
    const row = random.below(table.rows);
    const query = pickColumns(table.columns.length, width, random).map((column): Predicate => {
      const value = cell(table.columns[column]!, row);
      if (Number.isNaN(value)) return { column, op: "missing", value: 0 };
      if (table.columns[column]!.kind === "string") return { column, op: "eq", value };
      return { column, op: value > medians[column]! ? "ge" : "le", value };
    });
    if (index.count(query, 2) !== 1) continue;
    const key = query.map((p) => `${p.column}${p.op}${p.value}`).join();
    if (seen.has(key)) continue;
    seen.add(key);
    stale = 0;
    queries.push(query);
  }
  return queries;
}

/** Blind queries: random columns, operators and synthetic values, whatever they select. */
function randomQueries(table: Table, width: number, n: number, random: Random): Predicate[][] {
  const ops = ["eq", "le", "ge"] as const;
  return Array.from({ length: n }, () =>
    pickColumns(table.columns.length, width, random).map((column): Predicate => {
      const value = cell(table.columns[column]!, random.below(table.rows));
      if (Number.isNaN(value)) return { column, op: "missing", value: 0 };
      const op = table.columns[column]!.kind === "string" ? "eq" : ops[random.below(3)]!;
      return { column, op, value };
    }),
  );
}

/** `width` different column numbers, ascending. */
function pickColumns(columns: number, width: number, random: Random): number[] {
  const picked: number[] = [];
  while (picked.length < width) {
    const column = random.below(columns);
    if (!picked.includes(column)) picked.push(column);
  }
  return picked.sort((a, b) => a - b);
}

function risk(
  { queries, blind }: { readonly queries: readonly Predicate[][]; readonly blind: readonly Predicate[][] },
  { training, holdout }: { readonly training: PredicateIndex; readonly holdout: PredicateIndex | null },
  that: string,
): AttackRisk {
  const successes = (index: PredicateIndex, tried: readonly Predicate[][]) =>
    tried.reduce((sum, query) => sum + (index.count(query, 2) === 1 ? 1 : 0), 0);
  const counts: AttackCounts = {
    attacks: queries.length,
    successes: successes(training, queries),
    controls: holdout === null ? null : queries.length,
    controlSuccesses: holdout === null ? null : successes(holdout, queries),
    guesses: blind.length,
    guessSuccesses: successes(training, blind),
  };
  return attackRisk(counts, {
    that,
    remedy: "round or coarsen the columns with many distinct values, or train with fewer epochs",
  });
}
