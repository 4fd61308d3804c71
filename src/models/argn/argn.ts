import type { ArgnOptions } from "../../config/modelOptions/argn.ts";
import { encodeColumn, fitCodebooks } from "../circuit/codebook.ts";
import {
  type FitContext,
  ModelError,
  type ModelState,
  type ModelTable,
  type Synthesizer,
} from "../synthesizer.ts";
import { FittedArgn } from "./fittedArgn.ts";
import { readArgn } from "./savedArgn.ts";
import { trainArgn } from "./train.ts";
import { vocabularyOf } from "./vocabulary.ts";

/** Most bins of a numeric column. */
const maxBins = 100;
/** Most values of one input matrix of the smallest batch. */
const widest = 400_000;

/** An auto-regressive network over tokens (after TabularARGN, Tiwald et al., 2025) with one trunk for all columns. */
export const argn: Synthesizer<ArgnOptions> = {
  type: "argn",
  async fit(data: ModelTable, options: ArgnOptions, context: FitContext) {
    const vocabulary = vocabularyOf(fitCodebooks(data, maxBins));
    if (vocabulary.width > widest)
      throw new ModelError(
        `the columns have ${vocabulary.width} categories and bins together, more than ARGN can learn (${widest}); drop columns, lower maxCategories, or use the circuit model`,
      );
    const tokens = vocabulary.books.map((b) => encodeColumn(b, data.table));
    const order = [...vocabulary.books.keys()];
    const weights = await trainArgn({ vocabulary, tokens, rows: data.table.rows, order }, options, context);
    return new FittedArgn({ vocabulary, weights, order, anyOrder: options.anyOrder });
  },
  async load(state: ModelState) {
    return new FittedArgn(readArgn(state));
  },
};
