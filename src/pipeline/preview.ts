import { Writable } from "node:stream";
import { gaussianCopulaOptions } from "../config/modelOptions/gaussianCopula.ts";
import { parseConfig } from "../config/parseConfig.ts";
import { resolvePaths } from "../config/paths.ts";
import { readOptions } from "../config/readOptions.ts";
import { cutText } from "../jsonc/quote.ts";
import { fitModel } from "../models/registry.ts";
import { makeBreathe } from "../numerics/breathe.ts";
import { Random } from "../numerics/random.ts";
import type { Preview } from "../protocol/preview.ts";
import { alignTables } from "../quality/compared/align.ts";
import { summarizePairs } from "../quality/fidelity/columnPairTrends.ts";
import { type ComparedColumn, compareColumn } from "../quality/fidelity/comparedColumn.ts";
import { comparePairs } from "../quality/fidelity/comparePairs.ts";
import { meanOf } from "../quality/finite.ts";
import { formatCell } from "../table/cells/formatCell.ts";
import { plainCsv } from "../table/format.ts";
import { readTable } from "../table/read/read.ts";
import { missingMask, type Table } from "../table/table.ts";
import { profilePersonal } from "../transform/personal/profilePersonal.ts";
import { outputColumns } from "./outputFormat.ts";
import { PipelineError } from "./pipelineError.ts";
import { replacePersonal } from "./source/replacePersonal.ts";
import { type Preprocessed, preprocess } from "./stages/preprocess.ts";
import { sample } from "./stages/sample.ts";

/** Rows that a preview is made from, the first of the file: it is to be there in a second or two. */
const maxRows = 2000;
/** Rows that are compared with them. */
const comparedRows = 500;
const shownRows = 20;
const shownCharacters = 60;

/**
 * Example rows and their quality by a Gaussian copula, fitted to the first rows of the table as the text of a config says. Nothing is
 * written.
 * @throws PipelineError for a text with errors or with a guarantee: a preview would spend what only a run may
 */
export async function preview(
  { text, path }: { readonly text: string; readonly path: string },
  signal: AbortSignal,
): Promise<Preview> {
  const parsed = parseConfig(text, path);
  if (parsed.config === undefined) throw new PipelineError(`${path} has errors`, parsed.diagnostics);
  const config = { ...parsed.config, detectRules: "off" as const };
  if (config.privacy !== undefined)
    throw new PipelineError(
      "a config with a guarantee (privacy) has no preview: it would be made outside of it",
    );
  const { source } = resolvePaths(config, path);
  const read = await readTable(source, { ...readOptions(config.source, config.columns), maxRows });
  const { loaded, profile } = replacePersonal(parsed, { loaded: read, profile: profilePersonal(read) }, path);
  signal.throwIfAborted();
  const data = await preprocess({
    configPath: path,
    config,
    sourcePath: source,
    outputPath: source,
    loaded,
    identifiers: read.table,
    profile,
    diagnostics: [],
  });
  const rows = await copulaRows(data, config.seed, signal);
  return {
    ...(await expectedQuality(data, rows, config.seed, signal)),
    columns: shown(data, rows),
    rows: data.training.rows,
  };
}

async function copulaRows(data: Preprocessed, seed: number, signal: AbortSignal): Promise<Table> {
  const options = gaussianCopulaOptions.parse({ type: "gaussianCopula" });
  const model = await fitModel(options, data.prepared.data, {
    seed,
    signal,
    plannedRows: comparedRows,
    progress: () => undefined,
    warn: () => undefined,
  });
  try {
    const { kept } = await sample({
      model,
      restore: data.prepared.restore,
      rows: comparedRows,
      seed,
      to: new Writable({ write: (_chunk, _encoding, done) => done() }),
      format: plainCsv,
      formats: outputColumns(data),
      keep: comparedRows,
      signal,
      progress: () => undefined,
    });
    return kept;
  } finally {
    await model.dispose();
  }
}

async function expectedQuality(
  data: Preprocessed,
  rows: Table,
  seed: number,
  signal: AbortSignal,
): Promise<Pick<Preview, "columnShapes" | "pairTrends">> {
  const aligned = alignTables(data.training, rows, null, data.specs);
  const input = {
    ...aligned,
    target: null,
    sensitive: [],
    quasiIdentifiers: [],
    seed,
    signal,
    progress: () => undefined,
  };
  const compared: ComparedColumn[] = [];
  for (const index of aligned.columns.keys()) {
    const column = compareColumn(input, index);
    if (column !== null) compared.push(column);
  }
  const pairs = await comparePairs(compared, new Random(seed).fork("pairs"), makeBreathe(signal));
  return {
    columnShapes: meanOf(compared.map(({ shape }) => shape.score)),
    pairTrends: summarizePairs(pairs).score,
  };
}

function shown(data: Preprocessed, rows: Table): Preview["columns"] {
  const formats = new Map(outputColumns(data).map(({ name, format }) => [name, format]));
  return rows.columns.flatMap((column) => {
    const format = formats.get(column.name);
    if (format === undefined) return [];
    const missing = missingMask(column);
    const values = Array.from({ length: Math.min(shownRows, rows.rows) }, (_, i) =>
      missing[i] === 1 ? null : cutText(formatCell(column, i, format), shownCharacters),
    );
    return [{ name: column.name, values }];
  });
}
