import { z } from "zod";
import { GridFile } from "../../grid/gridFile.ts";
import type { GridEvent } from "../../protocol/grid.ts";
import { path } from "../fields.ts";
import type { Job } from "../job.ts";
import { dropGrid, keepGrid } from "./gridFiles.ts";

const input = z.strictObject({ grid: z.string().min(1), data: path });

/** Opens a table to look through: its first rows come at once as an event, then that all are there, then what its columns hold. */
export const openGridJob: Job<typeof input, GridEvent, null> = {
  input,
  async run({ grid, data }, { emit, signal }) {
    const file = new GridFile(data, emit);
    keepGrid(grid, file);
    try {
      await file.open(signal);
      return null;
    } catch (error) {
      dropGrid(grid, file);
      throw error;
    }
  },
};
