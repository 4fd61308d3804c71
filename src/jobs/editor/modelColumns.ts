import { z } from "zod";
import { readModelFile } from "../../models/modelFile.ts";
import type { Sdtype } from "../../table/columnTypes.ts";
import { path } from "../fields.ts";
import type { Job } from "../job.ts";

const input = z.strictObject({ model: path });

/** Columns of a model file on which conditions can be given. */
export interface ModelColumns {
  readonly model: string;
  readonly columns: readonly { readonly name: string; readonly sdtype: Sdtype }[];
}

/** Says what a model file was trained on: the names and types of its columns. */
export const modelColumnsJob: Job<typeof input, never, ModelColumns> = {
  input,
  async run({ model }) {
    const { model: type, specs } = await readModelFile(model);
    const given = specs.filter(({ role, sdtype }) => role !== "drop" && sdtype !== "id" && sdtype !== "text");
    return { model: type, columns: given.map(({ name, sdtype }) => ({ name, sdtype })) };
  },
};
