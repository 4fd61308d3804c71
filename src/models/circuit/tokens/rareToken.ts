import type { Codebook } from "./codebook.ts";

/** Token of the category that stands for all rare ones and is never shown; −1 where there is none. */
export function rareToken(book: Codebook): number {
  if (book.kind === "number" || book.column.rare === undefined) return -1;
  return book.column.categories.indexOf(book.column.rare);
}
