import { dirname } from "node:path";
import { configPaths } from "../../config/paths.ts";
import type { SynthConfig } from "../../config/schema.ts";
import { readConfigText } from "../../jsonc/configText.ts";
import { counted } from "../../language/counts.ts";
import { PipelineError } from "../../pipeline/pipelineError.ts";
import { splitRows } from "../../pipeline/stages/preprocess.ts";
import type { LoadedTable } from "../../table/read/read.ts";
import { gridBundle } from "../outputs.ts";
import { mentions, realTables } from "../realTables.ts";
import { runSql, type SqlInput } from "../sqlResults.ts";
import type { StepContext, StepResult } from "../stepContext.ts";
import type { TableStep } from "../workflow.ts";
import { firstRows, readSynthetic, tableFile } from "./output.ts";

/**
 * Runs a query over the tables it names: `source`, `training` and `holdout` (real rows) and the synthetic ones made above. Never
 * cached on disk, as its rows may be real ones; what it does not name is not there.
 */
export async function sqlStep(context: StepContext, cell: number, sql: string): Promise<StepResult> {
  const config = context.workflow.configAt(cell);
  const tables = context.workflow.tablesBefore(cell);
  const real = realTables.filter((name) => mentions(sql, name));
  const made = [...tables].filter(([name]) => mentions(sql, name));
  if (config === undefined && real.length > 0)
    throw new PipelineError('no step above names the data: start with { "source": { "path": "data.csv" } }');
  const inputs = config === undefined ? [] : await inputsOf(context, config, real, made);
  context.progress({ fraction: null, label: "running the query" });
  const rows = await runSql(sql, inputs, context.signal);
  const grid = context.session.results.add(rows, firstRows);
  return {
    outputs: [gridBundle(grid)],
    message: `${counted(grid.total, "row")}`,
    cached: false,
  };
}

async function inputsOf(
  context: StepContext,
  config: SynthConfig,
  real: readonly string[],
  made: readonly (readonly [string, TableStep])[],
): Promise<SqlInput[]> {
  for (const [, table] of made) await context.need(table);
  if (real.length === 0 && made.length === 0) return [];
  const path = configPaths({ config, source: readConfigText("{}", context.path) }, context.path).source;
  const source = await context.session.source(config, path, dirname(context.path));
  const inputs: SqlInput[] = [];
  const add = (name: string, { table, formats }: Pick<LoadedTable, "table" | "formats">): void => {
    inputs.push({ name, table, formats });
  };
  for (const name of real) {
    if (name === "source") add(name, source.loaded);
    else {
      const split = splitRows({ config, loaded: source.loaded, profile: source.profile });
      if (name === "holdout" && split.holdout === null)
        throw new PipelineError("there is no holdout: report.holdout is 0, or the table has too few rows");
      add(name, {
        table: name === "holdout" ? split.holdout! : split.training,
        formats: source.loaded.formats,
      });
    }
  }
  for (const [name, step] of made) {
    const file = context.cache.file(tableFile(step.config, context.path, source));
    add(name, await readSynthetic(file, source));
  }
  return inputs;
}
