import { distance } from "fastest-levenshtein";
import { DataError } from "../dataError.ts";

/** @throws DataError empty-column-name, duplicate-column-name */
export function checkNames(names: readonly string[], path: string): void {
  const seen = new Map<string, number>();
  for (const [k, name] of names.entries()) {
    if (name.trim() === "")
      throw new DataError(
        "empty-column-name",
        path,
        `${path}, line 1: column ${k + 1} of ${names.length} has no name. Name it in the header line, or remove it (pandas writes its row index so: use index=False).`,
        { line: 1 },
      );
    const before = seen.get(name);
    if (before !== undefined)
      throw new DataError(
        "duplicate-column-name",
        path,
        `${path}, line 1: columns ${before + 1} and ${k + 1} are both named "${name}". Rename one of them.`,
        { line: 1, column: name },
      );
    seen.set(name, k);
  }
}

/** Positions of the columns wanted, in file order. @throws DataError unknown-column */
export function pickColumns(
  names: readonly string[],
  wanted: readonly string[] | undefined,
  path: string,
): number[] {
  if (wanted === undefined) return names.map((_, k) => k);
  for (const name of wanted)
    if (!names.includes(name)) {
      const near = names.filter((n) => distance(n.toLowerCase(), name.toLowerCase()) <= 2)[0];
      const hint = near === undefined ? `Its columns are ${list(names)}.` : `Did you mean "${near}"?`;
      throw new DataError("unknown-column", path, `${path} has no column "${name}". ${hint}`, {
        column: name,
      });
    }
  return names.flatMap((name, k) => (wanted.includes(name) ? [k] : []));
}

function list(names: readonly string[]): string {
  const shown = names
    .slice(0, 12)
    .map((n) => `"${n}"`)
    .join(", ");
  return names.length > 12 ? `${shown} and ${names.length - 12} more` : shown;
}
