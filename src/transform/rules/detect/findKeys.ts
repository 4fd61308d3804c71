import type { Rule } from "../../../config/rules/ruleSyntax.ts";
import { type Column, columnLength, findColumn } from "../../../table/table.ts";
import { callOf, checkRule, columnOf } from "./candidates.ts";
import type { DetectData } from "./detectData.ts";

const sampleRows = 2000;
const testedRows = 60;

/** Pairs of columns without gaps that no two rows share, though each alone repeats. */
export function findKeys(data: DetectData): Rule[] {
  const coded = data.specs.flatMap(({ name, role, sdtype }) => {
    const column = findColumn(data.table, name);
    if (column === undefined || role === "drop" || role === "id" || sdtype === "id" || sdtype === "text")
      return [];
    const codes = codesOf(column);
    const frequent = codes !== null && codes.size > 1 && codes.size < 0.9 * data.table.rows;
    return frequent ? [{ name, ...codes }] : [];
  });
  const rules: Rule[] = [];
  for (const [i, a] of coded.entries())
    for (const b of coded.slice(i + 1)) {
      if (a.size * b.size < data.table.rows) continue;
      const repeats = (rows: number) => {
        const seen = new Set<number>();
        for (let r = 0; r < rows; r++) {
          const key = a.codes[r]! * b.size + b.codes[r]!;
          if (seen.has(key)) return true;
          seen.add(key);
        }
        return false;
      };
      if (repeats(Math.min(sampleRows, data.table.rows)) || repeats(data.table.rows)) continue;
      rules.push({ kind: "unique", columns: [a.name, b.name], repair: false });
    }
  return rules;
}

function codesOf(column: Column): { codes: Int32Array; size: number } | null {
  if (column.kind === "string")
    return column.codes.some((code) => code < 0)
      ? null
      : { codes: column.codes, size: column.dictionary.length };
  const index = new Map<number, number>();
  const codes = new Int32Array(columnLength(column));
  for (let i = 0; i < codes.length; i++) {
    const value = column.values[i]!;
    if (Number.isNaN(value)) return null;
    const code = index.get(value) ?? index.size;
    index.set(value, code);
    codes[i] = code;
  }
  return { codes, size: index.size };
}

/** Texts that are two others with the same text between them, and copies of categories. */
export function findTexts(data: DetectData): Rule[] {
  const texts = data.table.columns.flatMap((column) => {
    const spec = data.specs.find(({ name }) => name === column.name);
    if (column.kind !== "string" || spec === undefined || spec.role === "drop" || spec.role === "id")
      return [];
    return spec.sdtype === "text" || spec.sdtype === "id" ? [] : [column];
  });
  const cell = (column: (typeof texts)[number], row: number) => column.dictionary[column.codes[row]!];
  const rows = Array.from({ length: Math.min(sampleRows, data.table.rows) }, (_, i) => i);
  const tested = (columns: readonly (typeof texts)[number][]) =>
    rows.filter((i) => columns.every((column) => column.codes[i]! >= 0)).slice(0, testedRows);
  return texts.flatMap((whole) => {
    const starts = texts.filter(
      (one) => one !== whole && tested([one, whole]).every((i) => cell(whole, i)!.startsWith(cell(one, i)!)),
    );
    const ends = texts.filter(
      (one) => one !== whole && tested([one, whole]).every((i) => cell(whole, i)!.endsWith(cell(one, i)!)),
    );
    for (const first of starts)
      for (const last of ends) {
        const at = tested([whole, first, last]);
        if (first === last || at.length < testedRows / 2) continue;
        const between = new Set(
          at.map((i) => cell(whole, i)!.slice(cell(first, i)!.length, -cell(last, i)!.length || undefined)),
        );
        if (between.size !== 1) continue;
        const middle = { kind: "text" as const, value: [...between][0]!, start: 0, end: 0 };
        const parts = [columnOf(first.name), ...(middle.value === "" ? [] : [middle]), columnOf(last.name)];
        return [checkRule(columnOf(whole.name), "=", callOf("concat", ...parts))];
      }
    return [];
  });
}
