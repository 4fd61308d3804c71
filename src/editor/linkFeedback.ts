import { existsSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { isRowName, linkOf, linksPath, linksText, readLinks, withLink } from "../product/feedback/links.ts";
import type { Product } from "../product/schema.ts";
import { writeAtomically } from "../runFolder/writeAtomically.ts";
import { readPlainText } from "../table/readPlainText.ts";
import { UserError } from "../table/userError.ts";
import { keepFeedbackOutOfGit } from "./feedbackFolder.ts";

export interface RowLink {
  /** Id of a feedback table of the product file. */
  readonly table: string;
  /** Name of a row of it. */
  readonly row: string;
  /** A feature, `same:ROW` or `none`; null takes the link away. */
  readonly to: string | null;
}

/**
 * Writes what a person decided about a row into the links file beside its table.
 * @param path absolute path of the product file
 * @throws UserError when the table, the feature or a row's name is none, or the links file cannot be read
 */
export async function linkFeedback(
  { feedback, features }: Pick<Product, "feedback" | "features">,
  path: string,
  { table, row, to }: RowLink,
): Promise<void> {
  const entry = feedback.tables.find(({ id }) => id === table);
  const data = entry === undefined ? undefined : resolve(dirname(path), entry.path);
  if (data === undefined || !existsSync(data)) throw new UserError(`the feedback table ${table} is not here`);
  const link = to === null ? null : linkOf(to);
  const isKnown = link?.kind !== "feature" || features.some(({ id }) => id === link.feature);
  if (!isKnown || !isRowName(row)) throw new UserError(`row ${row} cannot be linked to ${to}`);
  const file = linksPath(data);
  const links = existsSync(file) ? readLinks(await readPlainText(file), basename(file)) : new Map();
  await keepFeedbackOutOfGit({ feedback }, path);
  await writeAtomically(file, linksText(withLink(links, row, to)));
}
