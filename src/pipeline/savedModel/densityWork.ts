import { existsSync } from "node:fs";
import { formatOf } from "../../config/paths.ts";
import { asDensityModel, type DensityModel } from "../../models/synthesizer.ts";
import type { RunEvent } from "../../protocol/run.ts";
import type { FileFormat } from "../../table/format.ts";
import { type LoadedTable, readTable } from "../../table/read/read.ts";
import type { Table } from "../../table/table.ts";
import type { OutputColumn } from "../../table/write/tableWriter.ts";
import { openTableWriter } from "../../table/write/write.ts";
import { keepInputs } from "../keepInputs.ts";
import { prepareOutputFolder } from "../outputFolder.ts";
import { outputFormatFor } from "../outputFormat.ts";
import { loadTrained, type TrainedModel } from "../trainedModel.ts";
import { missingModelColumns } from "./missingModelColumns.ts";
import { replacedLike } from "./replacedLike.ts";

export interface DensityWork {
  readonly model: DensityModel;
  readonly trained: TrainedModel;
  readonly loaded: LoadedTable;
}

export interface DensityFiles {
  readonly model: string;
  readonly data: string;
  /** Files to be written: none of them may be one that is read. */
  readonly outputs: readonly string[];
}

/** Loads a model that knows likelihoods and a table of its columns, and frees the model after `work`. Columns it lacks are warned of. */
export async function withDensityModel<T>(
  files: DensityFiles,
  { emit }: { readonly emit: (event: RunEvent) => void },
  work: (loaded: DensityWork) => Promise<T>,
): Promise<T> {
  const trained = await loadTrained(files.model);
  try {
    keepInputs(files.outputs, [files.model, files.data]);
    for (const path of files.outputs) {
      await prepareOutputFolder(path, "out");
      if (existsSync(path)) emit({ type: "warning", message: `replacing ${path}` });
    }
    const model = asDensityModel(trained.model, files.model);
    const fitted = { specs: trained.specs, columns: model.columns };
    const { loaded, note } = replacedLike(await readTable(files.data), fitted);
    if (note !== undefined) emit({ type: "warning", message: note });
    for (const message of missingModelColumns(model.columns, loaded.table, files.data))
      emit({ type: "warning", message });
    return await work({ model, trained, loaded });
  } finally {
    await trained.model.dispose();
  }
}

/** Writes a table whole or not at all, in the way of `like` (the file at `like.path`, if any) unless the ending of the path asks for another. */
export async function writeTable(
  path: string,
  like: { readonly format: FileFormat; readonly path?: string },
  columns: readonly OutputColumn[],
  table: Table,
): Promise<void> {
  const wanted = formatOf(path);
  const format = wanted === undefined ? like.format : outputFormatFor(like.format, wanted, path, like.path);
  const writer = await openTableWriter(path, format, columns);
  await writer.write(table);
  await writer.close();
}
