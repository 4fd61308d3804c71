import { declaredColumns } from "../../config/privacy/domain.ts";
import type { PrivacyConfig } from "../../config/privacy/privacySchema.ts";
import { readOptions } from "../../config/readOptions.ts";
import { encodeRows } from "../../privacy/encodeRows.ts";
import { publicTable } from "../../privacy/publicTable.ts";
import { boundUnits, holdOutByContent } from "../../privacy/units.ts";
import { readTable } from "../../table/read/read.ts";
import { type Table, takeRows } from "../../table/table.ts";
import { PipelineError } from "../pipelineError.ts";
import type { Preprocessed } from "../stages/preprocess.ts";
import type { Plan } from "../stages/validate.ts";

/**
 * Everything a model and an output file are made of comes from the config and the names of the columns; the rows become tokens of
 * the declared domain, each cell by itself. The tables of real rows are for the report alone.
 */
export async function preprocessPrivate(plan: Plan, privacy: PrivacyConfig): Promise<Preprocessed> {
  const { config, loaded } = plan;
  const names = loaded.table.columns.map(({ name }) => name);
  const table = publicTable(config, names, declaredColumns(config, names));
  const written = await readAsWritten(plan);
  const kept = boundUnits(written, privacy.unit, privacy.maxRowsPerUnit);
  const share = config.report.enabled ? config.report.holdout : 0;
  const aside = holdOutByContent(written, { unit: privacy.unit, share, seed: config.seed });
  const rows = (wanted: (row: number) => boolean) =>
    Uint32Array.from({ length: written.rows }, (_, i) => i).filter(wanted);
  const training = rows((i) => aside[i] === 0);
  const held = rows((i) => aside[i] === 1);
  const counted = rows((i) => aside[i] === 0 && kept[i] === 1);
  return {
    specs: table.specs,
    prepared: {
      data: { table: { rows: 0, columns: [] }, columns: table.books.map(({ column }) => column) },
      restore: table.restore,
      warnings: [],
    },
    training: held.length === 0 ? loaded.table : takeRows(loaded.table, training),
    holdout: held.length === 0 ? null : takeRows(loaded.table, held),
    private: { privacy, table, tokens: encodeRows(takeRows(written, counted), table.domain) },
  };
}

/** The file with its cells as they are written, read by what the config says alone. @throws PipelineError */
async function readAsWritten({ config, loaded, sourcePath }: Plan): Promise<Table> {
  const { source } = config;
  const { table } = await readTable(sourcePath, {
    header: true,
    skip: 0,
    quotes: true,
    delimiter: /\.tsv(\.|$)/i.test(sourcePath) ? "\t" : ",",
    missing: [],
    ...readOptions(source, {}),
    asWritten: true,
  });
  const names = new Set(table.columns.map(({ name }) => name));
  if (table.rows !== loaded.table.rows || loaded.table.columns.some(({ name }) => !names.has(name)))
    throw new PipelineError(
      `${sourcePath} is not read as it should be by what the config says of it; with privacy nothing is detected: say source.delimiter, source.header, source.skip and source.quotes where they are not ",", true, 0 and true`,
    );
  return table;
}
