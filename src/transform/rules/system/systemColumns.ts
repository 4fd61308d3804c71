import { type Column, findColumn, type StringColumn, type Table } from "../../../table/table.ts";
import { dayMs } from "../judge/evaluate.ts";
import { numbersOf, vectorOf } from "../judge/ruleView.ts";
import type { PresenceMember, SystemPlan, VariablePlan } from "../rulesPlan.ts";
import type { SystemValues } from "./systemView.ts";

/** Values of a system's variables in a table, spikes and columns it lacks being missing; parts of rules are empty. */
export function systemValues(system: SystemPlan, table: Table): SystemValues {
  return system.variables.map(({ name, kind }) => {
    const column = kind === "part" ? undefined : findColumn(table, name);
    const values = new Float64Array(table.rows).fill(Number.NaN);
    if (column === undefined) return values;
    const unit = kind === "date" ? dayMs : 1;
    const spikes = system.presence?.members.find((member) => member.name === name)?.spikes ?? [];
    numbersOf(vectorOf(column)).forEach((value, i) => {
      const natural = value / unit;
      if (!spikes.includes(natural)) values[i] = natural;
    });
    return values;
  });
}

/** The output column of a variable. */
export function systemColumn({ name, kind }: VariablePlan, values: Float64Array): Column {
  return kind === "date"
    ? { kind: "datetime", name, values: values.map((days) => Math.round(days * dayMs * 1000) / 1000) }
    : { kind: "number", name, values };
}

/**
 * Which members are present, as one text a row: a letter a member, `1` present, `0` missing, `a`, `b`, … its spikes.
 * Rows of a table that lacks a member are missing.
 */
export function encodePresence(system: SystemPlan, table: Table): StringColumn {
  const { column, members } = system.presence!;
  const cells = members.map((member) => presenceReader(system, member, table));
  const index = new Map<string, number>();
  const codes = new Int32Array(table.rows);
  for (let i = 0; i < codes.length; i++) {
    const text = cells.map((read) => read(i)).join("");
    if (!index.has(text)) index.set(text, index.size);
    codes[i] = index.get(text)!;
  }
  return { kind: "string", name: column, codes, dictionary: [...index.keys()] };
}

function presenceReader(
  { variables }: SystemPlan,
  { name, spikes }: PresenceMember,
  table: Table,
): (row: number) => string {
  const column = findColumn(table, name);
  if (column === undefined) return () => "0";
  const unit = variables.find((variable) => variable.name === name)!.kind === "date" ? dayMs : 1;
  const values = numbersOf(vectorOf(column));
  return (row) => {
    if (Number.isNaN(values[row]!)) return "0";
    const at = spikes.indexOf(values[row]! / unit);
    return at < 0 ? "1" : String.fromCharCode(97 + at);
  };
}

/** Takes away, or replaces by a spike, what the model's presence column says is not there. */
export function applyPresence(system: SystemPlan, presence: StringColumn, values: SystemValues): void {
  system.presence!.members.forEach(({ name, spikes }, m) => {
    const own = values[system.variables.findIndex((variable) => variable.name === name)]!;
    const letters = presence.dictionary.map((text) => text[m] ?? "1");
    for (let i = 0; i < own.length; i++) {
      const letter = presence.codes[i]! < 0 ? "1" : letters[presence.codes[i]!]!;
      if (letter === "0") own[i] = Number.NaN;
      else if (letter !== "1") own[i] = spikes[letter.charCodeAt(0) - 97] ?? own[i]!;
    }
  });
}
