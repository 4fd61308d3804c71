import { createHash } from "node:crypto";
import { UserError } from "../../table/userError.ts";

/** What a person decided about a row: it speaks for a feature, is the same as another row, or belongs nowhere. */
export type Link =
  | { readonly kind: "feature"; readonly feature: string }
  | { readonly kind: "same"; readonly row: string }
  | { readonly kind: "none" };

/** Links by row name. They stand beside the table, in `NAME.links.json`: deleting the table's folder deletes them too. */
export type Links = ReadonlyMap<string, Link>;

/** Names a row by 8 hexadecimal digits of SHA-256 over its text and day, so that the name holds when rows move. */
export function rowName(text: string, date: string): string {
  return createHash("sha256").update(`${text}\0${date}`).digest("hex").slice(0, 8);
}

export function isRowName(text: string): boolean {
  return /^[0-9a-f]{8}$/.test(text);
}

/** The links file of a table: `feedback/pilot.csv` has `feedback/pilot.links.json`. */
export function linksPath(table: string): string {
  return `${table.replace(/\.[^./\\]+$/, "")}.links.json`;
}

/**
 * Reads the text of a links file: `{ "4f2a9c1b": "swap-shift", "77d0e2a4": "same:4f2a9c1b", "0c11b5de": "none" }`.
 * @throws UserError naming the file and the entry
 */
export function readLinks(text: string, file: string): Links {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UserError(`${file} is not JSON: ${(error as Error).message}`);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new UserError(`${file} must hold an object of row names`);
  const links = new Map<string, Link>();
  for (const [row, target] of Object.entries(value)) {
    if (!isRowName(row) || typeof target !== "string")
      throw new UserError(
        `${file}: an entry must be "8 hexadecimal digits": "feature", "same:ROW" or "none"`,
      );
    links.set(row, linkOf(target));
  }
  return links;
}

/** Writes links as the text of a file, rows in order of their names. */
export function linksText(links: Links): string {
  const entries = [...links].sort(([a], [b]) => (a < b ? -1 : 1));
  return `${JSON.stringify(Object.fromEntries(entries.map(([row, link]) => [row, targetOf(link)])), null, 2)}\n`;
}

/**
 * Changes the link of one row.
 * @param target as in the file: a feature, `same:ROW`, `none`; null takes the link away
 * @returns the links after it. Of two rows that become the same, the one without a link of its own points to the other.
 */
export function withLink(links: Links, row: string, target: string | null): Links {
  const changed = new Map(links);
  const link = target === null ? undefined : linkOf(target);
  if (link === undefined) changed.delete(row);
  else if (link.kind !== "same") changed.set(row, link);
  else if (sameRow(links, row) !== sameRow(links, link.row)) {
    const swapped = links.has(row) && !links.has(link.row);
    if (swapped) changed.set(link.row, { kind: "same", row });
    else changed.set(row, link);
  }
  return changed;
}

/** The row that a row is the same as, by whatever way; itself where it is the same as none. A circle ends where it began. */
export function sameRow(links: Links, row: string): string {
  const passed = new Set([row]);
  let at = row;
  for (let link = links.get(at); link?.kind === "same" && !passed.has(link.row); link = links.get(at)) {
    at = link.row;
    passed.add(at);
  }
  return at;
}

/** Reads a target as a links file has it. */
export function linkOf(target: string): Link {
  if (target === "none") return { kind: "none" };
  const same = /^same:([0-9a-f]{8})$/.exec(target);
  return same === null ? { kind: "feature", feature: target } : { kind: "same", row: same[1]! };
}

function targetOf(link: Link): string {
  if (link.kind === "none") return "none";
  return link.kind === "feature" ? link.feature : `same:${link.row}`;
}
