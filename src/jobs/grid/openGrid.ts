import { GridFile } from "../../grid/gridFile.ts";
import type { GridEvent } from "../../protocol/grid.ts";
import type { Job } from "../job.ts";
import { dropGrid, keepGrid } from "./gridFiles.ts";
import { textFields } from "./textFields.ts";

const input = textFields("grid", "data");

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
