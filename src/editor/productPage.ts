import { basename } from "node:path";
import { makeBoard } from "../product/board.ts";
import type { ReadRating } from "../product/exitCriteria.ts";
import { boardHtml } from "../product/html/boardHtml.ts";
import { type BoardTheme, boardStyle } from "../product/html/boardStyle.ts";
import { readProduct } from "../product/readProduct.ts";
import { html } from "../report/html/escapeHtml.ts";
import { staticPage } from "../report/reportFile.ts";
import { newestGate } from "../runs/newestGate.ts";
import { readEditableText } from "../table/readPlainText.ts";

/**
 * The board of a product file as a page without a script, with the gates of its newest reports; a page with the findings where the file
 * has errors or cannot be read.
 * @param path absolute
 * @param today such as 2026-12-31
 */
export async function productPage(
  path: string,
  {
    readRating,
    today,
    theme,
  }: {
    readonly readRating: ReadRating;
    readonly today: string;
    readonly theme?: BoardTheme | undefined;
  },
): Promise<string> {
  const name = basename(path);
  const text = await readEditableText(path).catch(() => undefined);
  if (text === undefined) return problemPage(name, [`${name} cannot be read.`], theme);
  const { product, diagnostics } = readProduct(text, name);
  if (product === undefined)
    return problemPage(
      name,
      diagnostics.map(({ line, column, message }) => `Line ${line}, column ${column}: ${message}`),
      theme,
    );
  const board = await makeBoard(product, diagnostics, { readGate: newestGate(path), readRating });
  return boardHtml(board, product, { today, theme });
}

function problemPage(name: string, problems: readonly string[], theme: BoardTheme | undefined): string {
  const body = html`<main class="mvp"><header><h1>${name}</h1></header><ul>${problems.map((text) => html`<li>${text}</li>`)}</ul></main>`;
  return staticPage(name, body, boardStyle(theme));
}
