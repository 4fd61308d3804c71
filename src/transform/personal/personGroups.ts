import type { ColumnSpec } from "../../config/columnSpec.ts";
import type { PersonalType } from "../../config/personal/personalTypes.ts";
import { codesOf } from "../../table/codes.ts";
import { findColumn, type StringColumn, type Table } from "../../table/table.ts";
import { columnWords } from "./detect/columnWords.ts";
import { areOfOnePerson, sharedWords } from "./detect/nameInAddress.ts";
import { isPhraseWord } from "./detect/namePhrases.ts";

/** What tells whose values are whose: the type and the texts of a column. */
interface Source {
  readonly table: Table;
  readonly typeOf: ReadonlyMap<string, PersonalType | undefined>;
}

/**
 * Columns in groups, one for each person that a row names: by their names, and by the rows where these show that names are of one person (the
 * words of one stand in the other) or of two (a contact and the seller in charge).
 *
 * @param names columns with names, addresses and user names
 */
export function groupsOfPersons(
  names: readonly string[],
  table: Table,
  specs: readonly ColumnSpec[],
): readonly string[][] {
  const source = { table, typeOf: new Map(specs.map(({ name, personal }) => [name, personal?.type])) };
  return linkedGroups(
    groupsByName(names).flatMap((group) => personsOf(group, source)),
    source,
  );
}

/** Columns whose names differ only in words of the types: `b_firstname` with `b_lastname`, `ltable_name` alone. */
function groupsByName(names: readonly string[]): string[][] {
  const groups = new Map<string, string[]>();
  for (const name of names) {
    const key = columnWords(name)
      .filter((word) => !isPhraseWord(word))
      .join(" ");
    const list = groups.get(key);
    if (list === undefined) groups.set(key, [name]);
    else list.push(name);
  }
  return [...groups.values()];
}

/** A group in parts that the rows do not show to be of two persons: a column goes to the part whose words it has, else to the first. */
function personsOf(group: readonly string[], source: Source): string[][] {
  const parts: string[][] = [];
  const wholeFirst = group.toSorted((a, b) => Number(isAddress(a, source)) - Number(isAddress(b, source)));
  for (const name of wholeFirst) {
    const possible = parts.filter((part) => !part.some((other) => areOfTwo(name, other, source)));
    const own = possible.find((part) => part.some((other) => shareWords(name, other, source))) ?? possible[0];
    if (own === undefined) parts.push([name]);
    else own.push(name);
  }
  return parts.length === 1 ? [[...group]] : parts;
}

function isAddress(name: string, { typeOf }: Source): boolean {
  return typeOf.get(name) === "email" || typeOf.get(name) === "userName";
}

/** Different names of fewer persons tell little. */
const minNames = 3;
const minRows = 20;
/** Share of rows in which two names have a word in common, below which they are those of two persons. */
const fewShared = 0.3;

/** Whether two columns of names are those of different persons in their rows. */
function areOfTwo(name: string, other: string, source: Source): boolean {
  const { table, typeOf } = source;
  if (isAddress(name, source) || isAddress(other, source)) return false;
  const [type, otherType] = [typeOf.get(name), typeOf.get(other)];
  if (type !== otherType && type !== "fullName" && otherType !== "fullName") return false;
  const [some, others] = [textsOf(table, name), textsOf(table, other)];
  if (some === undefined || others === undefined || table.rows < minRows) return false;
  if (codesOf(some).distinct < minNames || codesOf(others).distinct < minNames) return false;
  const shared = sharedWords(some, others);
  return shared !== undefined && shared < fewShared;
}

function shareWords(name: string, other: string, { table }: Source): boolean {
  const [some, others] = [textsOf(table, name), textsOf(table, other)];
  if (some === undefined || others === undefined) return false;
  return areOfOnePerson(some, others) || areOfOnePerson(others, some);
}

function textsOf(table: Table, name: string): StringColumn | undefined {
  const column = findColumn(table, name);
  return column?.kind === "string" ? column : undefined;
}

/** Groups joined whose columns are of one person as the rows show: the words of one stand in the other. */
function linkedGroups(groups: readonly string[][], source: Source): readonly string[][] {
  const joined: string[][] = [];
  for (const group of groups) {
    const own = joined.find((other) => areLinked(group, other, source));
    if (own === undefined) joined.push([...group]);
    else own.push(...group);
  }
  return joined.length === groups.length ? joined : linkedGroups(joined, source);
}

function areLinked(some: readonly string[], others: readonly string[], { table, typeOf }: Source): boolean {
  // two columns of one type are of two persons
  if (some.some((name) => others.some((other) => typeOf.get(name) === typeOf.get(other)))) return false;
  const pairs = [
    ...some.flatMap((name) => others.map((other) => [name, other] as const)),
    ...others.flatMap((name) => some.map((other) => [name, other] as const)),
  ];
  return pairs.some(([name, other]) => {
    const [names, addresses] = [textsOf(table, name), textsOf(table, other)];
    if (names === undefined || addresses === undefined) return false;
    const [type, within] = [typeOf.get(name), typeOf.get(other)];
    const isName = type === "fullName" || type === "firstName" || type === "lastName";
    const isWithin =
      within === "email" || within === "userName" || (within === "fullName" && type !== within);
    return isName && isWithin && areOfOnePerson(names, addresses);
  });
}
