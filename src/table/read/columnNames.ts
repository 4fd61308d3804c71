import { distance } from "fastest-levenshtein";
import { DataError } from "../dataError.ts";
import { refuseTooWide } from "../wideTable.ts";

export interface ColumnNames {
  readonly names: readonly string[];
  /** Columns, from 0, that have no name of their own. */
  readonly unnamed: ReadonlySet<number>;
}

/** Names of all columns; one without a name is called by its number, `column_3`. @throws DataError empty-column-name, duplicate-column-name */
export function nameColumns(written: readonly string[], path: string, line = 1): ColumnNames {
  refuseTooWide(written.length, path);
  const unnamed = new Set<number>();
  const taken = new Set(written);
  const names = written.map((name, k) => {
    if (name.trim() !== "") return name;
    unnamed.add(k);
    let own = `column_${k + 1}`;
    while (taken.has(own)) own += "_";
    taken.add(own);
    return own;
  });
  if (unnamed.size === names.length)
    throw new DataError(
      "empty-column-name",
      path,
      `${path}, line ${line}: none of its ${names.length} columns has a name. Name them in the header line; if there is none, set source.header to false.`,
      { line },
    );
  checkNames(names, path, line);
  return { names, unnamed };
}

/** @throws DataError duplicate-column-name */
function checkNames(names: readonly string[], path: string, line: number): void {
  const seen = new Map<string, number>();
  for (const [k, name] of names.entries()) {
    const before = seen.get(name);
    if (before !== undefined)
      throw new DataError(
        "duplicate-column-name",
        path,
        `${path}, line ${line}: columns ${before + 1} and ${k + 1} are both named "${name}". Rename one of them, or set source.header to false if the line is a row of data.`,
        { line, column: name },
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
