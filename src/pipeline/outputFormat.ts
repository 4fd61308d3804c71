import { formatOf, resolvePaths } from "../config/paths.ts";
import type { OutputFormat } from "../config/schema.ts";
import { type ColumnFormat, type FileFormat, plainCsv } from "../table/format.ts";
import { outputNames } from "../transform/restorePlan.ts";
import type { Preprocessed } from "./stages/preprocess.ts";
import type { Plan } from "./stages/validate.ts";

export interface OutputColumn {
  readonly name: string;
  readonly format: ColumnFormat;
}

/** The source's way of writing, unless the output asks for another kind of file. */
export function outputFormat(plan: Plan): FileFormat {
  const format = outputFormatFor(
    plan.config.privacy === undefined ? plan.loaded.format : declaredFormat(plan.config),
    resolvePaths(plan.config, plan.configPath).format,
    plan.outputPath,
    plan.sourcePath,
  );
  return plan.config.output.excelSafe ? { ...format, excelSafe: true } : format;
}

/** How a table is written without having looked at one. */
function declaredFormat({ source }: Plan["config"]): FileFormat {
  return { ...plainCsv, delimiter: source.delimiter ?? plainCsv.delimiter };
}

/**
 * The way of writing `source` as a file of the kind `wanted`. A tab stays the delimiter of a .csv only where the source, at
 * `sourcePath`, is no .tsv itself.
 */
export function outputFormatFor(
  source: FileFormat,
  wanted: OutputFormat,
  path: string,
  sourcePath?: string,
): FileFormat {
  const compression = path.toLowerCase().endsWith(".gz") ? "gzip" : "none";
  if (wanted !== "csv" && wanted !== "tsv") return { ...source, type: wanted, compression };
  const like: FileFormat = source.type === "csv" ? source : plainCsv;
  const keepsTab = sourcePath !== undefined && source.type === "csv" && formatOf(sourcePath) !== "tsv";
  const delimiter = wanted === "tsv" ? "\t" : like.delimiter === "\t" && !keepsTab ? "," : like.delimiter;
  const quoting = like.quoting === "none" && delimiter !== like.delimiter ? "minimal" : like.quoting;
  return { ...like, delimiter, quoting, compression };
}

/** Columns of the output file: dropped ones are absent. */
export function outputColumns(data: Preprocessed): OutputColumn[] {
  const formats = new Map(data.specs.map((spec) => [spec.name, spec.format]));
  return outputNames(data.prepared.restore).map((name) => ({ name, format: formats.get(name)! }));
}
