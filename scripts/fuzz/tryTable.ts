import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ColumnFormat } from "../../src/table/format.ts";
import type { ColumnProfile, TableProfile } from "../../src/table/profile/tableProfile.ts";
import type { HostileFile } from "./hostileTable.ts";
import { fault, placeless, type Runner, type Tried } from "./runner.ts";

/**
 * Profiles a hostile table, writes its config, runs it without a report. Refused with a place, or the synthetic table reads back
 * with the same columns and kinds of values.
 */
export async function tryTable(file: HostileFile, folder: string, runner: Runner): Promise<Tried> {
  const [data, config] = [join(folder, file.name), join(folder, "t.synth.json")];
  writeFileSync(data, file.bytes);
  const profiled = await runner.start("profile", { data });
  if (profiled.ended !== "done") return placeless(profiled, [file.name]);
  const made = await runner.start("init", { data, config, rows: 60, model: "independent" });
  if (made.ended !== "done") return placeless(made, [file.name]);
  const ran = await runner.run(config, [["report.enabled", false]]);
  if (ran.ended !== "done") return placeless(ran, [file.name, "t.synth.json"]);
  const { output, warnings } = ran.result;
  if (output === null) return fault(`a run that ended has no output`);
  const options = /\.[ct]sv(\.|$)/.test(output) ? { header: true } : {};
  const again = await runner.start("profile", { data: output, options });
  if (again.ended !== "done")
    return fault(
      `the output does not read back: ${again.ended === "refused" ? again.failure.message : again.ended}`,
    );
  const differences = compare(profiled.result, again.result, warnings);
  return differences.length > 0 ? fault(differences.join("; ")) : { ended: "done" };
}

/** Columns that may be left out are free text and those that a warning names; the others stand in their order. */
function compare(source: TableProfile, output: TableProfile, warnings: readonly string[]): string[] {
  const written = output.columns.map(nameInFile);
  const kept = source.columns.filter(
    (column) =>
      written.includes(nameInFile(column)) ||
      (column.sdtype !== "text" && !warnings.some((text) => text.includes(column.name))),
  );
  const expected = kept.map(nameInFile);
  if (expected.join("\u0000") !== written.join("\u0000"))
    return [`columns ${JSON.stringify(written)} instead of ${JSON.stringify(expected)}`];
  return kept.flatMap((column, at) => {
    const other = output.columns[at]!;
    if (other.cardinality === 0 || column.cardinality === 0) return [];
    const [was, is] = [kindOf(column.format), kindOf(other.format)];
    if (was === is || mayChange(column, was)) return [];
    return [`column ${JSON.stringify(column.name)} was ${was} and is ${is}`];
  });
}

/** A column without a name in its file is named by its position, which changes when one before it is left out. */
function nameInFile({ name }: ColumnProfile): string {
  return /^column_\d+$/.test(name) ? "" : name;
}

type Kind = "number" | "date" | "clock" | "text";

/** 17:50 may be a time of day or a duration: where no value is over 24 hours, nothing in a file tells which. */
function kindOf({ physical, affix }: ColumnFormat): Kind {
  return affix?.duration === undefined ? kinds[physical] : "clock";
}

const kinds: Readonly<Record<ColumnFormat["physical"], Kind>> = {
  integer: "number",
  decimal: "number",
  date: "date",
  timestamp: "date",
  time: "clock",
  boolean: "text",
  text: "text",
};

/** A column of text and numbers may keep its frequent numbers only. */
function mayChange({ sdtype, top }: ColumnProfile, was: string): boolean {
  return was === "text" && sdtype !== "id" && top.some(({ value }) => /\d/.test(value));
}
