import { z } from "zod";
import { readModelFile } from "../../models/modelFile.ts";
import type { Sdtype } from "../../table/columnTypes.ts";
import { isCategoryPlan } from "../../transform/columns/categoryPlan.ts";
import { path } from "../fields.ts";
import type { Job } from "../job.ts";

const input = z.strictObject({ model: path });

/** Columns of a model file on which conditions can be given. */
export interface ModelColumns {
  readonly model: string;
  readonly columns: readonly {
    readonly name: string;
    readonly sdtype: Sdtype;
    /** Kept categories and their shares of the rows that have one, most frequent first; none for other columns. */
    readonly categories: readonly { readonly value: string; readonly share: number }[];
  }[];
}

/** Says what a model file was trained on: the names and types of its columns. */
export const modelColumnsJob: Job<typeof input, never, ModelColumns> = {
  input,
  async run({ model }) {
    const { model: type, specs, restore } = await readModelFile(model);
    const categoriesOf = (name: string): ModelColumns["columns"][number]["categories"] => {
      const plan = restore.columns.find((column) => column.name === name);
      if (!isCategoryPlan(plan)) return [];
      const rows = plan.counts.reduce((sum, count) => sum + count, 0) || 1;
      return plan.categories.map((value, i) => ({ value, share: plan.counts[i]! / rows }));
    };
    const given = specs.filter(({ role, sdtype }) => role !== "drop" && sdtype !== "id" && sdtype !== "text");
    return {
      model: type,
      columns: given.map(({ name, sdtype }) => ({ name, sdtype, categories: categoriesOf(name) })),
    };
  },
};
