import { existsSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { z } from "zod";
import { nearest } from "../../jsonc/nearest.ts";
import { quote } from "../../jsonc/quote.ts";
import { makeBreathe } from "../../numerics/breathe.ts";
import { analyzeFeedback } from "../../product/feedback/analyzeFeedback.ts";
import type { FeedbackTable } from "../../product/feedback/feedbackSchema.ts";
import { type Links, linksPath, readLinks } from "../../product/feedback/links.ts";
import type { TableFeedback } from "../../product/feedback/tableFeedback.ts";
import { readProduct } from "../../product/readProduct.ts";
import type { Product } from "../../product/schema.ts";
import { syntheticSource } from "../../runs/syntheticSource.ts";
import { readEditableText, readPlainText } from "../../table/readPlainText.ts";
import { UserError } from "../../table/userError.ts";
import { path } from "../fields.ts";
import type { Job } from "../job.ts";
import { readFeedback } from "./feedbackRows.ts";

const input = z.strictObject({
  /** The product file. */
  file: path,
  /** Its text where it is not the one on disk. */
  text: z.string().exactOptional(),
  /** Only this feedback table. */
  table: z.string().exactOptional(),
  /** People who must use a word before it is told. */
  minPeople: z.int().min(1).default(2),
  /** Also the texts of likely duplicates, of rows that are the same, and of notes that nothing covers. */
  quotes: z.boolean().default(false),
});

/** Analyzes the feedback tables of a product file. Tells no text of a row unless asked to. */
export const feedbackJob: Job<typeof input, { readonly fraction: number }, TableFeedback[]> = {
  input,
  async run({ file, text, table: wanted, minPeople, quotes }, { signal, emit }) {
    const { product } = readProduct(text ?? (await readEditableText(file, basename(file))), basename(file));
    if (product === undefined)
      throw new UserError(`${basename(file)} has errors; see them with: syndata mvp check`);
    const results: TableFeedback[] = [];
    for (const table of chosen(product, wanted)) {
      const breathe = makeBreathe(signal, (fraction) => emit({ fraction }));
      try {
        results.push(await analyzeTable({ product, file, table }, { breathe, minPeople, quotes }));
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        results.push({ id: table.id, state: "failed", message: messageOf(error, file, table) });
      }
    }
    return results;
  },
};

/** With the path as the product file has it: whoever reads a board need not know the folders of its machine. */
function messageOf({ message }: UserError, file: string, { path }: FeedbackTable): string {
  return message.replaceAll(resolve(dirname(file), path), path);
}

function chosen({ feedback: { tables } }: Product, wanted: string | undefined): readonly FeedbackTable[] {
  if (wanted === undefined) return tables;
  const found = tables.filter(({ id }) => id === wanted);
  if (found.length > 0) return found;
  const ids = tables.map(({ id }) => id);
  const guess = nearest(wanted, ids);
  throw new UserError(
    `there is no feedback table ${quote(wanted)}: ${guess === undefined ? `there are ${ids.join(", ") || "none"}` : `did you mean ${guess}?`}`,
  );
}

async function analyzeTable(
  {
    product,
    file,
    table,
  }: { readonly product: Product; readonly file: string; readonly table: FeedbackTable },
  {
    quotes,
    ...options
  }: { readonly breathe: () => Promise<void>; readonly minPeople: number; readonly quotes: boolean },
): Promise<TableFeedback> {
  const { id } = table;
  const folder = dirname(file);
  const data = resolve(folder, table.path);
  const links = await linksOf(data);
  if (links === null) return { id, state: "missing" };
  const configs = product.data.map(({ config }) => resolve(folder, config));
  const config = await syntheticSource(data, configs);
  if (config !== null) return { id, state: "synthetic", config: basename(config) };
  const rows = await readFeedback(data, table, options.breathe);
  const texts: Record<string, string> = {};
  const analysis = await analyzeFeedback(rows, product, {
    ...{ ...options, links },
    quote: (row, text) => {
      texts[row] = text;
    },
  });
  return { id, state: "read", analysis, ...(quotes && { quotes: texts }) };
}

/** Links of a table; null where the table itself is not here. */
async function linksOf(data: string): Promise<Links | null> {
  if (!existsSync(data)) return null;
  const path = linksPath(data);
  return existsSync(path) ? readLinks(await readPlainText(path), basename(path)) : new Map();
}
