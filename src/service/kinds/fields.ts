import { z } from "zod";
import { modelTypes } from "../../config/modelOptions/modelLabels.ts";
import { outputFormats } from "../../config/schema.ts";
import { reportLanguages } from "../../language/language.ts";
import { idPattern } from "../ids.ts";

/** Fields that bodies of several kinds of jobs share. */
export const id = z
  .string()
  .regex(idPattern, "must be an id that this service gave")
  .meta({ description: "Id of an upload, model or job." });
export const rows = z.int().min(1).max(1e10).meta({ description: "Rows to make." });
export const seed = z
  .int()
  .min(0)
  .max(4_294_967_295)
  .meta({ description: "Same seed, same request: the same bytes." });
export const where = z
  .array(z.string().min(1).max(1000))
  .max(50)
  .meta({ description: "Conditions that all rows meet, e.g. `country=FR` or `age>=18`." });
export const format = z.enum(outputFormats).meta({ description: "Format of the table." });
export const lang = z
  .enum(reportLanguages)
  .meta({ description: "Language of the pages and the Markdown of reports; English when left out." });
export const modelType = z.enum(modelTypes);

/** A config: its text (JSON with comments), or the JSON itself. It names no paths: `source.path` may only be the upload's own name. */
export const config = z
  .union([z.string().max(2_000_000), z.record(z.string(), z.unknown())])
  .meta({ description: "A config as text or as JSON; inferred from the table when left out." });
