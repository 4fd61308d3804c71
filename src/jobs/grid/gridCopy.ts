import { z } from "zod";
import { csvOfPage } from "../../grid/csvOfPage.ts";
import { grouped } from "../../language/counts.ts";
import { UserError } from "../../table/userError.ts";
import type { Job } from "../job.ts";
import { gridOf } from "./gridFiles.ts";
import { gridQuery } from "./gridQuery.ts";

/** A clipboard is no place for more. */
const maxRows = 100_000;
const pageRows = 1000;

const input = z.strictObject({
  grid: z.string(),
  query: gridQuery,
  /** First and last row among those shown, from 0. */
  rows: z.tuple([z.int().min(0), z.int().min(0)]).readonly(),
  /** First and last column, from 0. */
  columns: z.tuple([z.int().min(0), z.int().min(0)]).readonly(),
});

/** Cells of an open table as CSV, with a line of names. */
export const gridCopyJob: Job<typeof input, never, string> = {
  input,
  async run({ grid, query, rows: [from, to], columns: [left, right] }, { signal }) {
    if (to - from >= maxRows)
      throw new UserError(`${grouped(maxRows)} rows can be copied at once; select fewer`);
    const file = gridOf(grid);
    const names = file.columns.slice(left, right + 1).map(({ name }) => name);
    const parts: string[] = [];
    for (let start = from; start <= to; start += pageRows) {
      signal.throwIfAborted();
      const { page } = await file.page(query, start, Math.min(pageRows, to - start + 1), true);
      parts.push(csvOfPage(names, { ...page, columns: page.columns.slice(left, right + 1) }, start === from));
    }
    return parts.join("");
  },
};
