import { type Column, columnLength, findColumn, type Table } from "../table.ts";

/** Rows with a value, and different values, from which on it is no chance that all of them are ids of other rows. */
const minRows = 20;
const minValues = 5;
/** Chance that numbers drawn from the range of the ids are all among them, up to which they are ids of other rows. */
const maxChance = 1e-6;

/** Words by which a name says that it names another row: those for superiors, what comes before, what is answered. */
const referring =
  /parent|manager|supervisor|superior|boss|reports?_?to|reporting|referr|mentor|repl(?:y|ies|ied)|answer_?to|previous|predecessor|original|mother|father|vorgesetzt|eltern|übergeordnet|uebergeordnet|leitung|vorgänger|vorgaenger|mutter|vater|responsable|jefe|supérieur|superieur|padre|madre|przełożon/i;

/**
 * Columns that name other rows of the table by their id, each with the column of the ids: a manager's number, the comment that is
 * answered. Texts do so where all of them are ids; numbers also need a name that says so, or ids that chance would not meet.
 *
 * @param ids columns of ids
 * @param others columns that may name them
 */
export function findReferences(
  table: Table,
  ids: readonly string[],
  others: readonly string[],
): Map<string, string> {
  const found = new Map<string, string>();
  for (const to of ids) {
    const key = keyOf(findColumn(table, to));
    if (key === undefined) continue;
    for (const name of others) {
      const column = findColumn(table, name);
      if (column !== undefined && name !== to && !found.has(name) && refers(column, key)) found.set(name, to);
    }
  }
  return found;
}

interface Key {
  readonly kind: "string" | "number";
  readonly values: ReadonlySet<string | number>;
  /** Share of the whole numbers from the least to the largest id that are ids; 0 where ids are texts with letters. */
  readonly density: number;
}

/** The ids of a column of one for each row; undefined where some repeat. */
function keyOf(column: Column | undefined): Key | undefined {
  if (column === undefined || column.kind === "datetime") return undefined;
  const values = new Set<string | number>();
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let row = 0; row < columnLength(column); row++) {
    const value = valueAt(column, row);
    if (value === null) continue;
    if (values.has(value)) return undefined;
    values.add(value);
    const number = Number(value);
    low = Math.min(low, number);
    high = Math.max(high, number);
  }
  if (values.size < minRows) return undefined;
  // NaN where one has letters
  const density = values.size / (high - low + 1);
  return { kind: column.kind, values, density: Number.isNaN(density) ? 0 : density };
}

function refers(column: Column, key: Key): boolean {
  if (column.kind !== key.kind) return false;
  const seen = new Set<string | number>();
  let present = 0;
  for (let row = 0; row < columnLength(column); row++) {
    const value = valueAt(column, row);
    if (value === null) continue;
    if (!key.values.has(value)) return false;
    seen.add(value);
    present++;
  }
  // as many values as rows: the same ids once more
  if (present < minRows || seen.size < minValues || seen.size === key.values.size) return false;
  return key.density === 0 || referring.test(column.name) || key.density ** seen.size < maxChance;
}

function valueAt(column: Column, row: number): string | number | null {
  if (column.kind !== "string") return Number.isNaN(column.values[row]!) ? null : column.values[row]!;
  return column.codes[row]! < 0 ? null : column.dictionary[column.codes[row]!]!;
}
