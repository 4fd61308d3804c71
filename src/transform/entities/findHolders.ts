import type { ColumnSpec } from "../../config/columnSpec.ts";
import {
  confident,
  exposureOf,
  type PersonalFinding,
  type PersonalType,
} from "../../config/personal/personalTypes.ts";
import { type Coded, codesOf } from "../../table/codes.ts";
import { plainColumn } from "../../table/format.ts";
import type { Holders } from "../../table/protection/holders.ts";
import { findColumn, type Table } from "../../table/table.ts";
import { findPersons } from "./findPersons.ts";

/** Direct types whose values several persons share, or that have little to do with one. */
const impersonal: ReadonlySet<PersonalType> = new Set([
  "street",
  "houseNumber",
  "position",
  "freeText",
  "secret",
]);

/** A column as far as it says whose a row is. */
export interface HolderColumn {
  readonly name: string;
  /** What was found. */
  readonly personal?: Pick<PersonalFinding, "type" | "confidence"> | undefined;
  /** What the config says instead. */
  readonly given?: PersonalType | "none" | undefined;
}

/**
 * Whose each row of a table is, where persons have several rows; null where none do, or rows name nobody. However the columns that
 * tell are replaced, and also where they are left out: the table has the values that were read.
 */
export function findHolders(table: Table, columns: readonly HolderColumn[]): Holders | null {
  const specs = columns.flatMap(({ name, personal, given }): ColumnSpec[] => {
    const found = personal !== undefined && personal.confidence >= confident ? personal.type : undefined;
    const type = given === undefined ? found : given === "none" ? undefined : given;
    if (type === undefined || exposureOf(type) !== "direct" || impersonal.has(type)) return [];
    return [asInvented(name, type)];
  });
  const coded = new Map<string, Coded>();
  for (const { name } of specs) {
    const column = findColumn(table, name);
    if (column !== undefined) coded.set(name, codesOf(column));
  }
  const persons = findPersons(specs, coded);
  return persons === null ? null : coded.get(persons.key)!;
}

/** Whether several rows of one person are one for a column; a real value that the config keeps, or a pseudonym, is a person's by intent. */
export function countsPersons({ personal }: Pick<ColumnSpec, "personal">): boolean {
  if (personal === undefined || personal === null) return true;
  return (
    personal.replace !== "pseudonym" &&
    !(personal.replace === "keep" && exposureOf(personal.type) === "direct")
  );
}

function asInvented(name: string, type: PersonalType): ColumnSpec {
  return {
    name,
    sdtype: "text",
    role: "feature",
    format: { physical: "text", ...plainColumn, fileType: null },
    decimals: null,
    min: null,
    max: null,
    missing: "model",
    maxCategories: 1,
    minCategoryCount: 1,
    pattern: null,
    personal: { type, replace: "invent" },
  };
}
