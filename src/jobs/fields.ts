import { z } from "zod";
import { modelTypes } from "../config/modelOptions/modelLabels.ts";
import { reportLanguages } from "../language/language.ts";

/** Input fields that several jobs share. */
export const path = z.string().min(1);
export const rowCount = z.int().min(1).max(1e10);
export const seed = z.int().min(0).max(4_294_967_295);
/** Rows of a part of a table that is made in parts. */
export const shardRows = z.int().min(1000).max(1e8);
export const modelType = z.enum(modelTypes);
/** Language of what people read of a report: pages and Markdown. `report.json` is English. */
export const lang = z.enum(reportLanguages);

/** What a config may change for one run. */
export const overrides = z.strictObject({
  rows: rowCount.exactOptional(),
  epochs: z.int().min(1).exactOptional(),
  seed: seed.exactOptional(),
  out: path.exactOptional(),
  modelOut: path.exactOptional(),
  /** Dotted path → JSON value. */
  set: z
    .array(z.tuple([z.string(), z.unknown()]).readonly())
    .readonly()
    .exactOptional(),
});
