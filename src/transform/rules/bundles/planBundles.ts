import type { ColumnSpec } from "../../../config/columnSpec.ts";
import { columnsOfRule, type Rule } from "../../../config/rules/ruleSyntax.ts";
import { cellReader } from "../../../table/cellReader.ts";
import { type Holders, toldCounts } from "../../../table/protection/holders.ts";
import { type Column, findColumn, type StringColumn, type Table } from "../../../table/table.ts";
import { combinationKeys, judgeRows } from "../judge/judgeRule.ts";
import { viewTable } from "../judge/ruleView.ts";
import type { BundlePlan } from "../rulesPlan.ts";
import { type Cell, encodeGaps, hasGaps, withoutGaps } from "./bundleGaps.ts";

interface PlannedBundles {
  readonly bundles: readonly BundlePlan[];
  /** Rules on columns that are bound otherwise: rows that break them are left out. */
  readonly left: readonly Rule[];
  /** Combinations of the rules left, by their columns as JSON. */
  readonly seen: Readonly<Record<string, readonly string[]>>;
}

/** The rows that are learned, and whose they are; absent where rows are counted. */
export interface BundleSource {
  readonly table: Table;
  readonly specs: readonly ColumnSpec[];
  readonly holders?: Holders | undefined;
}

/** Kinds of rules whose columns are always learned as one category. */
export const bundledKinds: ReadonlySet<string> = new Set(["oneOf", "atMostOneOf", "combinations"]);

/** Columns of rules on discrete columns, those that share a column together, as one category each. */
export function planBundles(
  own: readonly Rule[],
  used: ReadonlySet<string>,
  source: BundleSource,
): PlannedBundles {
  const { table, specs } = source;
  const left = own.filter((rule) => columnsOfRule(rule).some((name) => used.has(name)));
  let groups: { names: Set<string>; rules: Rule[] }[] = [];
  for (const rule of own.filter((one) => !left.includes(one))) {
    const joined = { names: new Set(columnsOfRule(rule)), rules: [rule] };
    groups = groups.filter((group) => {
      const apart = ![...group.names].some((name) => joined.names.has(name));
      if (!apart) {
        for (const name of group.names) joined.names.add(name);
        joined.rules.push(...group.rules);
      }
      return apart;
    });
    groups.push(joined);
  }
  const bundles = groups.map(({ names, rules: bound }) => {
    const bundled = specs.filter(({ name }) => names.has(name));
    const enough = Math.max(1, ...bundled.map((spec) => spec.minCategoryCount));
    const members = bundled.map(({ name }) => findColumn(table, name)!);
    return planBundle(members, bound, source, enough);
  });
  return { bundles, left, seen: seenCombinations(left, source) };
}

function planBundle(
  members: readonly Column[],
  rules: readonly Rule[],
  { table, holders }: BundleSource,
  enough: number,
): BundlePlan {
  let column = members.map(({ name }) => name).join(", ");
  while (findColumn(table, column) !== undefined) column += "_";
  const cells = members.map(cellReader);
  const broken = brokenRows(rules, table);
  const found = new Map<string, { row: readonly Cell[]; at: number }>();
  const codes = new Int32Array(table.rows).fill(-1);
  for (let i = 0; i < table.rows; i++) {
    if (broken[i] === 1) continue;
    const row = cells.map((read) => read(i));
    const label = JSON.stringify(row);
    const known = found.get(label) ?? { row, at: found.size };
    found.set(label, known);
    codes[i] = known.at;
  }
  const told = toldCounts({ codes, distinct: found.size }, enough, holders);
  const categories = [...found.values()]
    .filter(({ at }) => told[at]! >= enough)
    .sort((a, b) => told[b.at]! - told[a.at]!)
    .map(({ row }) => row);
  const cellsOf = (i: number) => cells.map((read) => read(i));
  const gapless = withoutGaps(categories);
  const learnsGaps = hasGaps(encodeGaps({ rows: table.rows, cells: cellsOf, categories: gapless }), enough);
  let gaps = `presence of ${column}`;
  while (findColumn(table, gaps) !== undefined) gaps += "_";
  return {
    column,
    members: members.map(({ name, kind }) => ({ name, kind })),
    categories: learnsGaps ? gapless : categories,
    ...(learnsGaps && { gaps }),
  };
}

function brokenRows(rules: readonly Rule[], table: Table): Uint8Array {
  const view = viewTable(table);
  const out = new Uint8Array(table.rows);
  for (const rule of rules)
    judgeRows(rule, view).forEach((verdict, i) => {
      if (verdict === 0) out[i] = 1;
    });
  return out;
}

/** The model's columns of a bundle: its category and, where gaps are learned, which cells are there. Rows of no category are missing. */
export function encodeBundle(bundle: BundlePlan, table: Table): StringColumn[] {
  const { rows } = table;
  const dictionary = bundle.categories.map((row) => JSON.stringify(row));
  const index = new Map(dictionary.map((label, code) => [label, code]));
  const columns = bundle.members.map(({ name }) => findColumn(table, name));
  if (!columns.every((column) => column !== undefined)) {
    const names = bundle.gaps === undefined ? [bundle.column] : [bundle.column, bundle.gaps];
    return names.map((name) => ({
      kind: "string",
      name,
      codes: new Int32Array(rows).fill(-1),
      dictionary: [],
    }));
  }
  const cells = columns.map(cellReader);
  const cellsOf = (i: number) => cells.map((read) => read(i));
  if (bundle.gaps === undefined) {
    const codes = Int32Array.from({ length: rows }, (_, i) => index.get(JSON.stringify(cellsOf(i))) ?? -1);
    return [{ kind: "string", name: bundle.column, codes, dictionary }];
  }
  const { codes, patterns } = encodeGaps({ rows, cells: cellsOf, categories: bundle.categories });
  const known = [...new Set(patterns)].sort();
  return [
    { kind: "string", name: bundle.column, codes, dictionary },
    {
      kind: "string",
      name: bundle.gaps,
      codes: Int32Array.from(patterns, (pattern) => known.indexOf(pattern)),
      dictionary: known,
    },
  ];
}

/** The columns of a bundle from the model's category, without the cells that `gaps` says are missing. */
export function restoreBundle(bundle: BundlePlan, column: StringColumn, gaps: StringColumn | null): Column[] {
  const known = new Map(bundle.categories.map((row) => [JSON.stringify(row), row]));
  const rows = column.dictionary.map((label) => known.get(label) ?? bundle.members.map(() => null));
  return bundle.members.map(({ name, kind }, m): Column => {
    const gone = gaps?.dictionary.map((pattern) => pattern[m] === "0");
    const isGone = (row: number) => gone !== undefined && (gone[gaps!.codes[row]!] ?? false);
    const cells = rows.map((row) => row[m]!);
    if (kind !== "string")
      return {
        kind,
        name,
        values: Float64Array.from(column.codes, (code, i) =>
          code < 0 || isGone(i) ? Number.NaN : Number(cells[code] ?? Number.NaN),
        ),
      };
    const dictionary = [...new Set(cells.filter((cell) => cell !== null))].map(String);
    const map = cells.map((cell) => (cell === null ? -1 : dictionary.indexOf(String(cell))));
    return {
      kind,
      name,
      dictionary,
      codes: column.codes.map((code, i) => (code < 0 || isGone(i) ? -1 : map[code]!)),
    };
  });
}

/** Combinations that enough rows have, of the rules whose columns are bound otherwise. */
function seenCombinations(
  left: readonly Rule[],
  { table, specs, holders }: BundleSource,
): Record<string, readonly string[]> {
  const seen: Record<string, readonly string[]> = {};
  for (const rule of left) {
    if (rule.kind !== "combinations") continue;
    const keys = new Map<string, number>();
    const codes = Int32Array.from(combinationKeys(rule.columns, viewTable(table)), (key) => {
      if (key === null) return -1;
      const at = keys.get(key) ?? keys.size;
      keys.set(key, at);
      return at;
    });
    const limits = specs
      .filter(({ name }) => rule.columns.includes(name))
      .map((spec) => spec.minCategoryCount);
    const enough = Math.max(1, ...limits);
    const told = toldCounts({ codes, distinct: keys.size }, enough, holders);
    seen[JSON.stringify(rule.columns)] = [...keys]
      .filter(([, at]) => told[at]! >= enough)
      .map(([key]) => key);
  }
  return seen;
}
