import type { ColumnSpec } from "../../../src/config/columnSpec.ts";
import { type Column, makeTable, type Table } from "../../../src/table/table.ts";
import { columnSpec } from "../columnSpecs.ts";
import { type Cell, dayMs, type Kind, Maker, plantedKinds, start } from "./plantedKinds.ts";

/** A rule of a generated table: its kind and the columns it ties together. */
export interface Planted {
  readonly kind: string;
  readonly columns: readonly string[];
}

export interface PlantedTable {
  readonly table: Table;
  readonly specs: readonly ColumnSpec[];
  readonly planted: readonly Planted[];
}

/** Kinds without further gaps: keys have none, and where cells are missing is what some rules say. */
const wholeKinds: ReadonlySet<string> = new Set(["unique", "unique3", "missing", "together"]);

/**
 * A table with rules of the kinds named, 5 % of cells missing (not where missing is the rule, not of keys), rules that hold in
 * 99.5 % of rows only, independent columns up to `columns` in all, shuffled and renamed.
 */
export function makePlanted(
  seed: number,
  options: { readonly kinds: readonly string[]; readonly columns: number; readonly rows: number },
): PlantedTable {
  const m = new Maker(seed, options.rows);
  const made: { kind: Kind; cells: Cell[]; whole: boolean }[] = [];
  const rules: { kind: string; places: number[] }[] = [];
  for (const kind of options.kinds) {
    const { cells } = plantedKinds[kind]!(m);
    rules.push({ kind, places: cells.map((_, i) => made.length + i) });
    for (const [own, values] of cells) made.push({ kind: own, cells: values, whole: wholeKinds.has(kind) });
  }
  if (made.length + 2 <= options.columns) {
    const a = m.fill(() => m.below(70));
    const b = m.fill((i) => (i % 200 === 3 ? Number(a[i]) - 1 - m.below(5) : Number(a[i]) + m.below(40)));
    made.push({ kind: "int", cells: a, whole: false }, { kind: "int", cells: b, whole: false });
  }
  while (made.length < options.columns) made.push({ ...independent(m), whole: false });
  const order = Array.from(m.random.permutation(made.length));
  const nameOf = (place: number) => `v${order.indexOf(place)}`;
  const columns = order.map((place, at) => toColumn(`v${at}`, made[place]!, m));
  return {
    table: makeTable(columns.map(({ column }) => column)),
    specs: columns.map(({ spec }) => spec),
    planted: rules.map(({ kind, places }) => ({ kind, columns: places.map(nameOf) })),
  };
}

function independent(m: Maker): { kind: Kind; cells: Cell[] } {
  const kind = m.pick<Kind>(["int", "money", "date", "text", "flag"]);
  const cell = {
    int: () => m.below(90),
    money: () => m.money(120),
    date: () => start + m.below(1500) * dayMs,
    moment: () => start + m.below(1500) * dayMs + m.below(1440) * 60_000,
    text: () => `k${m.below(7)}`,
    flag: () => (m.random.uniform() < 0.3 ? 1 : 0),
  }[kind];
  return { kind, cells: m.fill(cell) };
}

function toColumn(
  name: string,
  { kind, cells, whole }: { kind: Kind; cells: Cell[]; whole: boolean },
  m: Maker,
): { column: Column; spec: ColumnSpec } {
  const shown = cells.map((cell) => (!whole && m.random.uniform() < 0.05 ? null : cell));
  if (kind === "text") {
    const dictionary = [...new Set(shown.filter((cell) => cell !== null))].map(String);
    const codes = Int32Array.from(shown, (cell) => (cell === null ? -1 : dictionary.indexOf(String(cell))));
    const spec = columnSpec(name, "categorical", { minCategoryCount: 5 });
    return { column: { kind: "string", name, codes, dictionary }, spec };
  }
  const values = Float64Array.from(shown, (cell) => (cell === null ? Number.NaN : Number(cell)));
  if (kind === "date" || kind === "moment") {
    const format =
      kind === "date"
        ? ({ physical: "date", dateFormat: "%Y-%m-%d" } as const)
        : ({ physical: "timestamp", dateFormat: "%Y-%m-%d %H:%M" } as const);
    return { column: { kind: "datetime", name, values }, spec: columnSpec(name, "datetime", { format }) };
  }
  const decimals = kind === "money" ? decimalsOf(values) : 0;
  const format = { physical: decimals === 0 ? "integer" : "decimal", decimals } as const;
  const sdtype = kind === "flag" ? "boolean" : "numerical";
  return {
    column: { kind: "number", name, values },
    spec: columnSpec(name, sdtype, {
      decimals: kind === "flag" ? null : decimals,
      format,
      minCategoryCount: 5,
    }),
  };
}

function decimalsOf(values: Float64Array): number {
  let most = 0;
  for (const v of values) if (!Number.isNaN(v)) most = Math.max(most, (String(v).split(".")[1] ?? "").length);
  return most;
}

/**
 * Tables of 3 to 60 columns in which every kind stands equally often, within one: table by table the next kinds in turn, as
 * many as it has room for. Rounding is half-up, half-even or down.
 */
export function plantedTables(rows: number, tables = 20): PlantedTable[] {
  const kinds = Object.keys(plantedKinds);
  let next = 0;
  return Array.from({ length: tables }, (_, t) => {
    const columns = 3 + Math.round((57 * t) / Math.max(1, tables - 1));
    const own = new Set<string>();
    const width = () => [...own].reduce((sum, kind) => sum + widthOf(kind), 0);
    while (own.size < kinds.length) {
      const kind = kinds[next % kinds.length]!;
      if (own.has(kind) || (own.size > 0 && width() + widthOf(kind) > Math.max(3, 0.75 * columns))) break;
      own.add(kind);
      next++;
    }
    return makePlanted(1000 + t, { kinds: [...own], columns, rows });
  });
}

function widthOf(kind: string): number {
  return plantedKinds[kind]!(new Maker(1, 8)).cells.length;
}

/** Ten tables of independent columns. */
export function independentTables(rows: number, tables = 10): PlantedTable[] {
  return Array.from({ length: tables }, (_, t) => {
    const m = new Maker(2000 + t, rows);
    const made = Array.from({ length: 4 + 6 * t }, (_, at) =>
      toColumn(`v${at}`, { ...independent(m), whole: false }, m),
    );
    const table = makeTable(made.map(({ column }) => column));
    return { table, specs: made.map(({ spec }) => spec), planted: [] };
  });
}
