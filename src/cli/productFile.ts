import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { nearest } from "../jsonc/nearest.ts";
import { quote } from "../jsonc/quote.ts";
import { type Board, makeBoard } from "../product/board.ts";
import type { ReadRating } from "../product/exitCriteria.ts";
import { ratingOf } from "../product/feedback/tableFeedback.ts";
import { type ProductFile, readProduct } from "../product/readProduct.ts";
import type { Product } from "../product/schema.ts";
import { newestGate } from "../runs/newestGate.ts";
import { pathError } from "../table/pathError.ts";
import { readEditableText } from "../table/readPlainText.ts";
import { UserError } from "../table/userError.ts";
import { readInChild } from "./inChild.ts";

/** A `*.mvp.json` that was read without errors. */
export interface OpenProduct extends ProductFile {
  readonly path: string;
  readonly text: string;
  readonly product: Product;
}

/**
 * Reads the product file of a command; without a name, the only `*.mvp.json` here.
 * @throws UserError when there is none, or several, or the file has errors
 */
export async function openProduct(name: string | undefined): Promise<OpenProduct> {
  const path = resolve(name ?? (await onlyProduct()));
  if (!existsSync(path)) throw new UserError(`there is no ${name}; make one with: syndata mvp init`);
  const text = await readEditableText(path, basename(path)).catch((error: unknown) => {
    throw pathError(error, path, "read");
  });
  const read = readProduct(text, name ?? basename(path));
  if (read.product === undefined) {
    const errors = read.diagnostics.filter((d) => d.severity === "error").length;
    throw new UserError(
      `${basename(path)} has ${errors === 1 ? "1 error" : `${errors} errors`}`,
      read.diagnostics,
    );
  }
  return { ...read, path, text, product: read.product };
}

/** Refuses an id of a phase that the product does not have. @throws UserError with the nearest one */
export function refuseUnknownPhase({ phases }: Product, wanted: string | undefined): void {
  const ids = phases.map(({ id }) => id);
  if (wanted === undefined || ids.includes(wanted)) return;
  const guess = nearest(wanted, ids);
  throw new UserError(
    `there is no phase ${quote(wanted)}; ${guess === undefined ? `there are ${ids.join(", ") || "none"}` : `did you mean ${guess}?`}`,
  );
}

/** The board of a product file, its gates read from the newest reports. */
export async function boardOf({ path, product, diagnostics }: OpenProduct): Promise<Board> {
  return makeBoard(product, diagnostics, { readGate: newestGate(path), readRating: ratingReader(path) });
}

/** Reads ratings of feedback tables in a child process. */
function ratingReader(file: string): ReadRating {
  return async ({ id }) => {
    const [found] = await readInChild("feedback", { file, table: id });
    return ratingOf(found!);
  };
}

async function onlyProduct(): Promise<string> {
  const found = (await readdir(".")).filter((name) => /\.mvp\.json$/i.test(name)).sort();
  if (found.length === 1) return found[0]!;
  throw new UserError(
    found.length === 0
      ? "there is no *.mvp.json here; make one with: syndata mvp init"
      : `there are several product files here: name one of ${found.join(", ")}`,
  );
}
