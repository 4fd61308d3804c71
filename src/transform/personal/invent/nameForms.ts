import { firstNames, lastNames, plain } from "../lists/gazetteer.ts";
import type { Person } from "./person.ts";

/** How a name is written in a column. */
export interface NameForm {
  readonly order: "firstLast" | "lastFirst" | "first" | "last";
  readonly separator: string;
  readonly letters: "title" | "upper" | "lower";
}

export function writeName(person: Person, { order, separator, letters }: NameForm): string {
  const text =
    order === "first"
      ? person.first
      : order === "last"
        ? person.last
        : order === "firstLast"
          ? person.first + separator + person.last
          : person.last + separator + person.first;
  if (letters === "title") return text;
  return letters === "upper" ? text.toUpperCase() : text.toLowerCase();
}

/** Reads the form off the values: order by known names, a comma, and letters. */
export function fitNameForm(
  values: readonly string[],
  type: "fullName" | "firstName" | "lastName",
): NameForm {
  const sample = values.slice(0, 500);
  const share = (test: (text: string) => boolean): number =>
    sample.filter(test).length / Math.max(1, sample.length);
  const upper = share((text) => text === text.toUpperCase() && /\p{Lu}/u.test(text)) > 0.8;
  const lower = share((text) => text === text.toLowerCase()) > 0.8;
  const letters = upper ? "upper" : lower ? "lower" : "title";
  if (type !== "fullName") return { order: type === "firstName" ? "first" : "last", separator: " ", letters };
  if (share((text) => /^[^,]+, ?[^,]+$/.test(text)) > 0.8)
    return { order: "lastFirst", separator: ", ", letters };
  let reversed = 0;
  for (const text of sample) {
    const words = plain(text).split(" ");
    const [a = "", z = ""] = [words[0], words.at(-1)];
    reversed +=
      Number(firstNames().has(z) && lastNames().has(a)) - Number(firstNames().has(a) && lastNames().has(z));
  }
  return { order: reversed > 0 ? "lastFirst" : "firstLast", separator: " ", letters };
}
