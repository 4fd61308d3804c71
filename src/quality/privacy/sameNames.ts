import type { PersonalType } from "../../config/personal/personalTypes.ts";
import { wholeNumber } from "../../language/language.ts";
import { findColumn, type Table } from "../../table/table.ts";

/**
 * Says how many synthetic rows have the full name of a real row, and how many would if the first and last names of the synthetic table
 * were put together by chance; empty where the tables have no full names. Names are shared: such a row is no leak.
 */
export function sameNamesSentence(
  real: Table,
  synthetic: Table,
  findings: ReadonlyMap<string, PersonalType>,
): string {
  const [before, after] = [namesOf(real, findings), namesOf(synthetic, findings)];
  if (before === null || after === null) return "";
  const known = new Set(before.map(({ first, last }) => `${first}\n${last}`));
  const [firsts, lasts] = [new Map<string, number>(), new Map<string, number>()];
  let same = 0;
  for (const { first, last } of after) {
    firsts.set(first, (firsts.get(first) ?? 0) + 1);
    lasts.set(last, (lasts.get(last) ?? 0) + 1);
    if (known.has(`${first}\n${last}`)) same++;
  }
  let expected = 0;
  for (const name of known) {
    const [first = "", last = ""] = name.split("\n");
    expected += ((firsts.get(first) ?? 0) * (lasts.get(last) ?? 0)) / Math.max(1, after.length);
  }
  return ` Full names that stand in both tables: ${wholeNumber(same)} of ${wholeNumber(synthetic.rows)} synthetic rows; by chance about ${wholeNumber(Math.round(expected))} would.`;
}

interface Name {
  readonly first: string;
  readonly last: string;
}

/** The names of the rows that have one, in lower case. */
function namesOf(table: Table, findings: ReadonlyMap<string, PersonalType>): Name[] | null {
  const reader = (type: PersonalType): ((row: number) => string) | undefined => {
    const name = [...findings].find(([, found]) => found === type)?.[0];
    const column = name === undefined ? undefined : findColumn(table, name);
    if (column?.kind !== "string") return undefined;
    return (row) => (column.dictionary[column.codes[row]!] ?? "").trim().toLowerCase();
  };
  const [full, first, last] = [reader("fullName"), reader("firstName"), reader("lastName")];
  const names: Name[] = [];
  for (let row = 0; row < table.rows; row++) {
    if (full !== undefined) {
      const text = full(row);
      const space = text.search(/\s/);
      if (space > 0) names.push({ first: text.slice(0, space), last: text.slice(space).trim() });
    } else if (first !== undefined && last !== undefined && first(row) !== "" && last(row) !== "")
      names.push({ first: first(row), last: last(row) });
    else if (first === undefined || last === undefined) return null;
  }
  return names.length === 0 ? null : names;
}
