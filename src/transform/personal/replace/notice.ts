import {
  type PersonalColumn,
  personalTypes,
  type Replacement,
} from "../../../config/personal/personalTypes.ts";
import { listText } from "../../../jsonc/quote.ts";

export interface PseudonymizedColumn extends PersonalColumn {
  readonly column: string;
}

/** What stands beside a pseudonymized table: that it is not synthetic, and what was done to which column. */
export function pseudonymizedNotice(
  data: string,
  out: string,
  columns: readonly PseudonymizedColumn[],
): string {
  const of = (replace: Replacement): string[] =>
    columns
      .filter((one) => one.replace === replace)
      .map(({ column, type }) => `${column} (${personalTypes[type].title})`);
  const line = (replace: Replacement, what: string): string[] =>
    of(replace).length === 0 ? [] : [`${what}: ${listText(of(replace))}.`];
  return `${[
    `${out} is PSEUDONYMIZED, NOT SYNTHETIC. Made from ${data}.`,
    "",
    "Every row is the row of a real person. It stays personal data (GDPR, Article 4(5) and Recital 26): who has the secret key, or",
    "knows enough of a person from the other columns, can find that person again. For a table that holds no real row, make a",
    "synthetic one: syndata init, syndata run.",
    "",
    ...line("pseudonym", "Pseudonyms by a secret key"),
    ...line("mask", "Masked"),
    ...line("generalize", "Made coarser"),
    ...line("drop", "Left out"),
    ...line("keep", "Kept as they are, though they help to single a person out"),
    "Columns in which nothing personal was found are as they were. Names inside texts are not looked for.",
  ].join("\n")}\n`;
}
