import type { ArgnOptions } from "../../config/modelOptions/argn.ts";
import { grouped } from "../../language/counts.ts";
import { ModelError, type ModelTable } from "../../transform/modelTable.ts";
import { restraintOf } from "../circuit/smallTable.ts";
import { encodeColumn, fitCodebooks } from "../circuit/tokens/codebook.ts";
import type { FitContext, ModelState, Synthesizer } from "../synthesizer.ts";
import { FittedArgn } from "./fittedArgn.ts";
import { readArgn } from "./savedArgn.ts";
import { rowsToLearn } from "./smallTable.ts";
import { shapeOf, trainArgn } from "./train.ts";
import { vocabularyOf } from "./vocabulary.ts";

/** Most bins of a numeric column. */
const maxBins = 100;
/** Bytes of training a token costs per unit of the trunk: weights, moments, average, best, gradient and copies of them. */
const bytesPerWeight = 40;
const maxBytes = 2e9;

/** An auto-regressive network over tokens (after TabularARGN, Tiwald et al., 2025) with one trunk for all columns. */
export const argn: Synthesizer<ArgnOptions> = {
  type: "argn",
  async fit(data: ModelTable, options: ArgnOptions, context: FitContext) {
    const { binRows } = restraintOf(data.table.rows);
    const vocabulary = vocabularyOf(fitCodebooks(data, { maxBins, binRows }));
    const bytes = vocabulary.width * (bytesPerWeight * 2 * shapeOf(options).width + 8 * data.columns.length);
    if (bytes > maxBytes)
      throw new ModelError(
        `ARGN would need ${(bytes / 1e9).toFixed(1)} GB for the ${grouped(vocabulary.width)} categories and bins of these columns, more than ${maxBytes / 1e9} GB. ` +
          "Lower maxCategories, drop columns, or use a smaller size.",
      );
    const learned = await rowsToLearn(data, context);
    const tokens = vocabulary.books.map((b) => encodeColumn(b, learned));
    const target = data.columns.findIndex((c) => c.name === context.target);
    const order = [...vocabulary.books.keys()].filter((j) => j !== target);
    if (target >= 0) order.push(target);
    const weights = await trainArgn(
      {
        vocabulary,
        tokens,
        rows: learned.rows,
        order,
        hasTarget: target >= 0,
        units: learned === data.table ? data.units : undefined,
      },
      options,
      context,
    );
    return new FittedArgn({ vocabulary, weights, order, anyOrder: options.anyOrder });
  },
  async load(state: ModelState) {
    return new FittedArgn(readArgn(state));
  },
};
