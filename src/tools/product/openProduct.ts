import { z } from "zod";
import { type Board, makeBoard } from "../../product/board.ts";
import { ratingOf } from "../../product/feedback/tableFeedback.ts";
import { readProduct } from "../../product/readProduct.ts";
import type { Product } from "../../product/schema.ts";
import { newestGate } from "../../runs/newestGate.ts";
import { readEditableText } from "../../table/readPlainText.ts";
import { shown } from "../confine.ts";
import { existing } from "../existing.ts";
import { diagnosticLine, working } from "../inWorker.ts";
import { type ToolContext, ToolError } from "../tool.ts";

/** The input field that names a product file. */
export const fileField = z
  .string()
  .regex(/\.mvp\.json$/, "must end in .mvp.json")
  .describe("The product file (*.mvp.json), relative to the workspace.");

export interface NamedProduct {
  /** Absolute. */
  readonly path: string;
  /** As the workspace names it. */
  readonly name: string;
  readonly text: string;
  readonly product: Product;
  board(): Promise<Board>;
}

/** Reads a product file of the workspace. @throws ToolError when it is missing or has errors, with their places */
export async function openProduct(context: ToolContext, file: string): Promise<NamedProduct> {
  const path = existing(context.roots, file);
  const name = shown(context.roots, path);
  const text = await readEditableText(path, name);
  const { product, diagnostics } = readProduct(text, name);
  if (product === undefined)
    throw new ToolError([`${name} has errors`, ...diagnostics.map(diagnosticLine)].join("\n"));
  const board = (): Promise<Board> =>
    makeBoard(product, diagnostics, {
      readGate: newestGate(path),
      readRating: async ({ id }) => {
        const [found] = await working(context, (worker) =>
          worker.start("feedback", { file: path, table: id, minPeople: 5 }),
        );
        return ratingOf(found!);
      },
    });
  return { path, name, text, product, board };
}
