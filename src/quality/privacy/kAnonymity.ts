import { roughPercent } from "../../metrics/formatScore.ts";
import type { KAnonymity, Privacy } from "../../protocol/report.ts";
import type { Column, Table } from "../../table/table.ts";
import type { PrivacyData } from "./privacyData.ts";
import { guessQuasiIdentifiers } from "./quasiIdentifiers.ts";
import { RowGroups } from "./rowGroups.ts";

const smallGroup = 5;
const decileCount = 10;

/**
 * How small are the groups of rows that share all quasi-identifier values (Sweeney 2002)? Numbers and dates count in deciles of
 * the training column. Declared quasi-identifiers, else a guess by name and number of values.
 */
export function kAnonymity(data: PrivacyData): Privacy["kAnonymity"] {
  if (data.empty) return null;
  const guessed = data.quasiIdentifiers.length === 0;
  const names = guessed ? guessQuasiIdentifiers(data.columns, data.all.training) : data.quasiIdentifiers;
  if (names.length === 0) return null;
  const real = measure(data.all.training, data.all.training, names);
  const synthetic = measure(data.all.synthetic, data.all.training, names);
  const status =
    synthetic.reidentificationRisk <= 1.1 * real.reidentificationRisk + 0.01
      ? "good"
      : synthetic.reidentificationRisk <= 2 * real.reidentificationRisk + 0.05
        ? "watch"
        : "bad";
  const stood = guessed ? "could be picked out" : "stand out";
  const who = `${guessed ? "Assuming outsiders know" : "To somebody who knows"} ${list(names)}`;
  const seen = `${who}, ${roughPercent(real.reidentificationRisk)} of the training rows ${stood} in the original table, against ${roughPercent(synthetic.reidentificationRisk)} of rows in the synthetic one`;
  return {
    quasiIdentifiers: names,
    real,
    synthetic,
    status,
    meaning:
      status === "good"
        ? `${seen}: synthetic rows stand out no more than real ones.`
        : `${seen}: synthetic rows stand out more than real ones, so coarsen these columns or raise the smallest category count${guessed ? ", and declare the true quasi-identifiers in the configuration" : ""}.`,
  };
}

function measure(table: Table, training: Table, names: readonly string[]): KAnonymity {
  const columns = names.map((name) => coarse(find(table, name), find(training, name)));
  const { groupOf, sizes } = new RowGroups(columns, table.rows);
  let k = table.rows;
  for (const size of sizes) if (size < k) k = size;
  let below5 = 0;
  for (const group of groupOf) below5 += sizes[group]! < smallGroup ? 1 : 0;
  return { k, below5: below5 / table.rows, reidentificationRisk: sizes.length / table.rows };
}

function find(table: Table, name: string): Column {
  return table.columns.find((c) => c.name === name)!;
}

function coarse(column: Column, training: Column): Column {
  if (column.kind === "string" || training.kind === "string") return column;
  const sorted = training.values.filter((v) => !Number.isNaN(v)).sort();
  if (sorted.length === 0) return column;
  const edges: number[] = [];
  for (let i = 1; i < decileCount; i++) {
    const edge = sorted[Math.floor((i / decileCount) * sorted.length)]!;
    if (edges.length === 0 || edge > edges[edges.length - 1]!) edges.push(edge);
  }
  const values = column.values.map((v) => {
    if (Number.isNaN(v)) return v;
    let bin = 0;
    while (bin < edges.length && v >= edges[bin]!) bin++;
    return bin;
  });
  return { ...column, values };
}

function list(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(", ")} and ${names[names.length - 1]}`;
}
