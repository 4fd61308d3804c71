import type { ColumnRole, Sdtype } from "../../table/columnTypes.ts";

import { type Column, columnLength, findColumn, missingCount, type Table } from "../../table/table.ts";
import type { QualityColumn } from "../input.ts";
import { asDatetimeColumn, asNumberColumn, asStringColumn } from "./coerce.ts";

export interface Alignment {
  readonly real: Table;
  readonly synthetic: Table;
  readonly holdout: Table | null;
  readonly columns: readonly QualityColumn[];
  /** In the real table only, in the synthetic table only. */
  readonly missingInSynthetic: readonly string[];
  readonly onlyInSynthetic: readonly string[];
  /** Shared columns left out because a side cannot be read as the column's sdtype, with the reason. */
  readonly incomparable: readonly { readonly column: string; readonly reason: string }[];
  /** Synthetic cells that could not be read as a number or a date and count as missing. */
  readonly unreadable: readonly {
    readonly column: string;
    readonly side: "real" | "synthetic" | "holdout";
    readonly cells: number;
  }[];
}

export interface AlignColumn {
  readonly name: string;
  readonly sdtype: Sdtype;
  readonly role?: ColumnRole;
}

/**
 * Restricts the tables to the columns they share, in the order of `columns`, gives every column the physical kind of its sdtype,
 * and puts the string columns of one name on one dictionary. Columns whose role is `drop` are left out. A holdout that lacks a
 * column, or holds it as something else, costs the holdout, not the column: then `holdout` is null.
 */
export function alignTables(
  real: Table,
  synthetic: Table,
  holdout: Table | null,
  columns: readonly AlignColumn[],
): Alignment {
  const kept: QualityColumn[] = [];
  const incomparable: { column: string; reason: string }[] = [];
  const unreadable: { column: string; side: "real" | "synthetic" | "holdout"; cells: number }[] = [];
  const missingInSynthetic: string[] = [];
  const sides: [Column[], Column[], Column[]] = [[], [], []];
  let holdoutUsable = holdout !== null;

  for (const spec of columns) {
    if (spec.role === "drop") continue;
    const r = findColumn(real, spec.name);
    if (r === undefined) continue;
    const s = findColumn(synthetic, spec.name);
    if (s === undefined) {
      missingInSynthetic.push(spec.name);
      continue;
    }
    const h = holdout === null ? undefined : findColumn(holdout, spec.name);
    if (h === undefined) holdoutUsable = false;
    const present = h === undefined ? [r, s] : [r, s, h];
    const coerced = present.map((c) => coerce(c, spec.sdtype));
    const lost = present.map((c, i) => missingCount(coerced[i]!) - missingCount(c));
    const failed = present.findIndex((c, i) => lost[i]! > 0 && lost[i]! >= columnLength(c) - missingCount(c));
    if (failed === 2) holdoutUsable = false;
    else if (failed >= 0) {
      const side = sideNames[failed]!;
      incomparable.push({
        column: spec.name,
        reason: `no value of the ${side} table can be read as ${spec.sdtype === "datetime" ? "a date" : "a number"}`,
      });
      continue;
    }
    for (let i = 0; i < lost.length; i++)
      if (lost[i]! > 0) unreadable.push({ column: spec.name, side: sideNames[i]!, cells: lost[i]! });
    const unified = unify(coerced, spec.sdtype === "boolean" ? booleanKey : (text) => text);
    for (let i = 0; i < unified.length; i++) sides[i]!.push(unified[i]!);
    kept.push({ name: spec.name, sdtype: spec.sdtype, role: spec.role ?? "feature" });
  }

  const named = new Set(columns.map((c) => c.name));
  return {
    real: { rows: real.rows, columns: sides[0] },
    synthetic: { rows: synthetic.rows, columns: sides[1] },
    holdout: holdout !== null && holdoutUsable ? { rows: holdout.rows, columns: sides[2] } : null,
    columns: kept,
    missingInSynthetic,
    onlyInSynthetic: synthetic.columns.map((c) => c.name).filter((n) => !named.has(n)),
    incomparable,
    unreadable,
  };
}

const sideNames = ["real", "synthetic", "holdout"] as const;

function coerce(column: Column, sdtype: Sdtype): Column {
  if (sdtype === "numerical") return asNumberColumn(column);
  if (sdtype === "datetime") return asDatetimeColumn(column);
  return asStringColumn(column);
}

/** `TRUE`, `True`, `true` and 1 are one value, as they are to whoever reads the file. */
function booleanKey(text: string): string {
  const lower = text.toLowerCase();
  return lower === "1" || lower === "1.0" ? "true" : lower === "0" || lower === "0.0" ? "false" : lower;
}

/**
 * String columns on one dictionary, in order of first appearance; texts of the same key are one value, spelled as first seen. Other
 * kinds as they are.
 */
function unify(columns: readonly Column[], key: (text: string) => string = (text) => text): Column[] {
  const strings = columns.filter((c) => c.kind === "string");
  if (strings.length < columns.length) return [...columns];
  const first = strings[0]!;
  if (
    strings.every((c) => c.dictionary === first.dictionary) &&
    new Set(first.dictionary.map(key)).size === first.dictionary.length
  )
    return strings;
  const codeOf = new Map<string, number>();
  const dictionary: string[] = [];
  const remaps = strings.map((c) => {
    const remap = new Int32Array(c.dictionary.length);
    for (let i = 0; i < remap.length; i++) {
      const text = c.dictionary[i]!;
      let code = codeOf.get(key(text));
      if (code === undefined) {
        code = dictionary.length;
        codeOf.set(key(text), code);
        dictionary.push(text);
      }
      remap[i] = code;
    }
    return remap;
  });
  return strings.map((c, k) => {
    const remap = remaps[k]!;
    const codes = new Int32Array(c.codes.length);
    for (let i = 0; i < codes.length; i++) codes[i] = c.codes[i]! < 0 ? -1 : remap[c.codes[i]!]!;
    return { kind: "string", name: c.name, codes, dictionary };
  });
}
