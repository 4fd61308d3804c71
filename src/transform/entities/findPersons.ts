import type { ColumnSpec } from "../../config/columnSpec.ts";
import { exposureOf, type Replacement } from "../../config/personal/personalTypes.ts";
import { type Coded, follows } from "../../table/codes.ts";

/** Rows per value on average, from which a column names something that has several rows. */
export const minRowsPerValue = 1.1;

/** A column that names what has several rows, and those that are the same in all rows of one. */
export interface NamedEntity {
  readonly key: string;
  readonly columns: readonly string[];
}

/** The persons of a table who have several rows, by the personal column that most other columns follow; null when there are none. */
export function findPersons(
  specs: readonly ColumnSpec[],
  coded: ReadonlyMap<string, Coded>,
): NamedEntity | null {
  let best: (NamedEntity & { readonly score: number; readonly distinct: number }) | null = null;
  for (const spec of specs) {
    const { personal } = spec;
    const own = coded.get(spec.name);
    if (personal === undefined || personal === null || own === undefined) continue;
    if (exposureOf(personal.type) !== "direct" || isBlurred(personal.replace) || !repeats(own)) continue;
    const columns = followersOf(spec.name, specs, coded);
    const score = columns.filter(
      (name) => specs.find((one) => one.name === name)?.personal?.replace === "invent",
    ).length;
    // people share first and last names, and some have one whole name and addresses of their own
    if (score < 2 && (personal.type === "firstName" || personal.type === "lastName")) continue;
    if (personal.type === "fullName" && hasOwnAddresses(specs, columns)) continue;
    if (best === null || score > best.score || (score === best.score && own.distinct > best.distinct))
      best = { key: spec.name, columns, score, distinct: own.distinct };
  }
  return best;
}

/** Whether many values stand in several rows. */
export function repeats({ codes, distinct }: Coded): boolean {
  const present = codes.reduce((n, code) => n + (code < 0 ? 0 : 1), 0);
  return distinct >= 2 && present >= minRowsPerValue * distinct;
}

/** The key, and the columns that are the same in all rows of each of its values. */
export function followersOf(
  key: string,
  specs: readonly ColumnSpec[],
  coded: ReadonlyMap<string, Coded>,
): string[] {
  const own = coded.get(key)!;
  return specs.flatMap(({ name }) => {
    const other = coded.get(name);
    return other !== undefined && (name === key || follows(other.codes, own)) ? [name] : [];
  });
}

/** Whether many persons share what is left of a value. */
function isBlurred(replace: Replacement): boolean {
  return replace === "mask" || replace === "generalize" || replace === "drop";
}

/** Whether the table holds e-mail addresses or user names that are not among the columns that follow from a name. */
function hasOwnAddresses(specs: readonly ColumnSpec[], following: readonly string[]): boolean {
  return specs.some(
    ({ name, role, personal }) =>
      role !== "drop" &&
      (personal?.type === "email" || personal?.type === "userName") &&
      !following.includes(name),
  );
}
