import { counted, grouped } from "../../language/counts.ts";
import type { Note } from "../../protocol/report.ts";
import { type Column, columnLength, missingCount, type Table } from "../../table/table.ts";
import { RowGroups } from "../privacy/rowGroups.ts";
import { fewRows } from "../verdict.ts";
import type { Alignment } from "./align.ts";

/** Everything about the two or three tables a reader must know before any number, in plain sentences. */
export function checkTables(aligned: Alignment, holdoutGiven: boolean): Note[] {
  const real = withoutIds(aligned, aligned.real);
  const holdout = aligned.holdout === null ? null : withoutIds(aligned, aligned.holdout);
  return [
    ...columnNotes(aligned),
    ...rowNotes(aligned),
    ...valueNotes(aligned),
    ...(holdout === null ? [noHoldout(holdoutGiven)] : overlapNotes(real, holdout)),
    ...identicalNotes(real, withoutIds(aligned, aligned.synthetic)),
  ];
}

/** New ids do not make a copied row a new one. */
function withoutIds(aligned: Alignment, table: Table): Table {
  return { rows: table.rows, columns: table.columns.filter((_, i) => aligned.columns[i]!.sdtype !== "id") };
}

function columnNotes(aligned: Alignment): Note[] {
  const notes: Note[] = [];
  const { missingInSynthetic, onlyInSynthetic, incomparable, unreadable } = aligned;
  if (missingInSynthetic.length > 0)
    notes.push(
      warning(
        "diagnostic",
        `The synthetic table lacks ${list(missingInSynthetic)}: the report covers the columns both tables have.`,
      ),
    );
  if (onlyInSynthetic.length > 0)
    notes.push(
      warning("diagnostic", `Only the synthetic table has ${list(onlyInSynthetic)}: left out of the report.`),
    );
  for (const { column, reason } of incomparable)
    notes.push(warning("diagnostic", `Column ${column} was left out: ${reason}.`));
  for (const { column, side, cells } of unreadable)
    notes.push(
      warning(
        "diagnostic",
        `${counted(cells, "cell")} of column ${column} in the ${side} table cannot be read as its type and count as missing.`,
      ),
    );
  if (aligned.columns.length === 0)
    notes.push(
      warning("general", "The tables share no column that can be compared: nothing can be measured."),
    );
  return notes;
}

function rowNotes({ real, synthetic, holdout }: Alignment): Note[] {
  const small = [
    ["real", real.rows],
    ["synthetic", synthetic.rows],
    ["holdout", holdout?.rows ?? fewRows],
  ] as const;
  return small
    .filter(([, rows]) => rows < fewRows)
    .map(([name, rows]) =>
      warning(
        "general",
        `The ${name} table has ${counted(rows, "row")}: with fewer than ${fewRows}, chance moves every number.`,
      ),
    );
}

function valueNotes(aligned: Alignment): Note[] {
  const notes: Note[] = [];
  aligned.columns.forEach(({ name, sdtype }, i) => {
    const r = aligned.real.columns[i]!;
    const s = aligned.synthetic.columns[i]!;
    const emptyReal = r !== undefined && missingCount(r) === columnLength(r);
    const emptySynthetic = missingCount(s) === columnLength(s);
    if (emptyReal || emptySynthetic) {
      const where =
        emptyReal && emptySynthetic ? "both tables" : `the ${emptyReal ? "real" : "synthetic"} table`;
      notes.push(
        warning("fidelity", `Column ${name} has no value in ${where}: its distribution cannot be compared.`),
      );
    } else if ((sdtype === "categorical" || sdtype === "boolean") && !shareCategory(r, s)) {
      notes.push(
        warning(
          "fidelity",
          `Column ${name} has no category in common: the synthetic values are written differently or were invented.`,
        ),
      );
    }
  });
  return notes;
}

function shareCategory(a: Column, b: Column): boolean {
  if (a.kind !== "string" || b.kind !== "string") return true;
  const seen = new Uint8Array(a.dictionary.length);
  for (const code of a.codes) if (code >= 0) seen[code] = 1;
  return b.codes.some((code) => code >= 0 && seen[code] === 1);
}

function noHoldout(given: boolean): Note {
  return {
    level: given ? "warning" : "info",
    section: "general",
    text: `${given ? "The holdout lacks some of the columns and was not used" : "There is no holdout (real rows the generator never saw)"}: no ceilings are shown beside the scores, and the privacy section cannot distinguish memorizing from learning (no DCR share, membership inference or control attacks). Give one with --holdout, or let \`syndata run\` set one aside.`,
  };
}

/** Rows repeat by nature; the holdout leaks when it repeats training rows more often than they repeat one another. */
function overlapNotes(real: Table, holdout: Table): Note[] {
  if (real.columns.length === 0 || holdout.rows === 0) return [];
  const groups = new RowGroups(real.columns, real.rows);
  let shared = 0;
  for (const group of groups.find(holdout.columns, holdout.rows)) if (group >= 0) shared++;
  if (shared === 0) return [];
  let repeated = 0;
  for (const size of groups.sizes) if (size > 1) repeated += size;
  const expected = (holdout.rows * repeated) / Math.max(real.rows, 1);
  const chance = 2 * Math.sqrt(expected + 1) + overlapTolerance * holdout.rows;
  if (shared <= expected + chance)
    return [
      {
        level: "info",
        section: "privacy",
        text: `${counted(shared, "holdout row")} of ${grouped(holdout.rows)} also ${shared === 1 ? "occurs" : "occur"} among the training rows, about as often as real rows repeat by nature.`,
      },
    ];
  return [
    warning(
      "privacy",
      `${counted(shared, "holdout row")} of ${grouped(holdout.rows)} also ${shared === 1 ? "occurs" : "occur"} among the training rows, more often than real rows repeat: ceilings and privacy figures that depend on the holdout are too optimistic. Use real rows the generator never saw.`,
    ),
  ];
}

/** Share of the holdout, beyond two standard deviations of a count. */
const overlapTolerance = 0.002;

function identicalNotes(real: Table, synthetic: Table): Note[] {
  if (real.rows !== synthetic.rows || real.rows === 0 || real.columns.length === 0) return [];
  const groups = new RowGroups(real.columns, real.rows);
  const left = groups.sizes.slice();
  for (const group of groups.find(synthetic.columns, synthetic.rows)) {
    if (group < 0 || left[group] === 0) return [];
    left[group]!--;
  }
  return [
    {
      level: "alarm",
      section: "privacy",
      text: "The synthetic table is the real table: every row is the same. Nothing is protected; do not share it.",
    },
  ];
}

function warning(section: Note["section"], text: string): Note {
  return { level: "warning", section, text };
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, 10).join(", ");
  const more = names.length > 10 ? ` and ${names.length - 10} more` : "";
  return `${names.length === 1 ? "the column" : "the columns"} ${shown}${more}`;
}
