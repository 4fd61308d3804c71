import { decidingInterval } from "../../../metrics/metricCard.ts";
import { Random } from "../../../numerics/random.ts";
import type { Measured } from "../../../protocol/metric.ts";
import { type Column, findColumn, type Table } from "../../../table/table.ts";
import type { Measure } from "../../measure.ts";
import { attackRisk } from "../attacks/attackRisk.ts";
import { close, dateTolerance } from "../attacks/attributeInference.ts";
import { cell } from "../attacks/predicates.ts";
import { attackedRows } from "./attackedRows.ts";

/**
 * Somebody holds the model file and all of a record but one cell, and has the model fill it in. Every row hides one cell, the columns
 * in turn; what the attack gains on training rows over held-out ones is the risk (as in anonymeter, Giomi et al., PoPETs 2023). A
 * category must be equal, a number within 5 % of the truth.
 */
export const modelImputation: Measure = async ({ input, quality }): Promise<Measured | null> => {
  const rows = attackedRows(input);
  if (rows === null) return null;
  const known = new Set(rows.model.columns);
  const secrets = quality.columns
    .filter(({ name, sdtype }) => known.has(name) && sdtype !== "id" && sdtype !== "text")
    .map(({ name }) => name);
  if (secrets.length < 2) return null;
  const random = new Random(input.seed).fork("model imputation");
  const attack = async (table: Table) => hits(table, await rows.model.impute(hide(table, secrets)), secrets);
  const members = await attack(rows.members);
  const others = await attack(rows.others);
  const order = random.permutation(rows.members.rows);
  const blind = hits(rows.members, shuffled(rows.members, order), secrets);
  const { risk, interval, status, meaning } = attackRisk(
    {
      attacks: members.asked,
      successes: members.right,
      controls: others.asked,
      controlSuccesses: others.right,
      guesses: blind.asked,
      guessSuccesses: blind.right,
    },
    {
      that: "have the model file fill in a hidden cell",
      remedy: "share the table and keep the model file; train on more rows or with fewer states or epochs",
    },
  );
  return {
    value: risk,
    ceiling: null,
    interval: decidingInterval(risk, interval),
    status: status === "good" ? "good" : "watch",
    meaning,
  };
};

/** The column a row hides. */
function secretOf(row: number, secrets: readonly string[]): string {
  return secrets[row % secrets.length]!;
}

function hide(table: Table, secrets: readonly string[]): Table {
  const columns = table.columns.map((column): Column => {
    const at = secrets.indexOf(column.name);
    if (at < 0) return column;
    if (column.kind === "string") {
      const codes = Int32Array.from(column.codes);
      for (let i = at; i < codes.length; i += secrets.length) codes[i] = -1;
      return { ...column, codes };
    }
    const values = Float64Array.from(column.values);
    for (let i = at; i < values.length; i += secrets.length) values[i] = Number.NaN;
    return { ...column, values };
  });
  return { rows: table.rows, columns };
}

/** Hidden cells that hold a value, and how many of them the guesses meet. */
function hits(truth: Table, guesses: Table, secrets: readonly string[]): { asked: number; right: number } {
  let asked = 0;
  let right = 0;
  for (let i = 0; i < truth.rows; i++) {
    const name = secretOf(i, secrets);
    const column = findColumn(truth, name)!;
    const guess = findColumn(guesses, name);
    if (guess === undefined || guess.kind !== column.kind) continue;
    if (column.kind === "string") {
      const code = column.codes[i]!;
      if (code < 0) continue;
      asked++;
      right += Number(
        guess.kind === "string" && guess.dictionary[guess.codes[i]!] === column.dictionary[code],
      );
      continue;
    }
    const real = cell(column, i);
    if (Number.isNaN(real)) continue;
    asked++;
    right += Number(close(column, real, cell(guess, i), dateTolerance(column)));
  }
  return { asked, right };
}

/** The rows in another order: guesses that know the table and not the row. */
function shuffled(table: Table, order: Uint32Array): Table {
  const columns = table.columns.map(
    (column): Column =>
      column.kind === "string"
        ? { ...column, codes: Int32Array.from(order, (i) => column.codes[i]!) }
        : { ...column, values: Float64Array.from(order, (i) => column.values[i]!) },
  );
  return { rows: table.rows, columns };
}
