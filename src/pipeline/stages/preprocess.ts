import { basename } from "node:path";
import type { ColumnSpec } from "../../config/columnSpec.ts";
import { holdoutRows } from "../../config/holdoutRows.ts";
import { resolveColumns, targetOf } from "../../config/resolveColumns.ts";
import { checkRules } from "../../config/rules/checkRules.ts";
import { findContradiction } from "../../config/rules/contradictions.ts";
import type { Rule } from "../../config/rules/ruleSyntax.ts";
import { columnConfig, type SynthConfig } from "../../config/schema.ts";
import type { PrivateInput } from "../../privacy/privateInput.ts";
import { codesOf } from "../../table/codes.ts";
import { profileTable } from "../../table/profile/profileTable.ts";
import type { TableProfile } from "../../table/profile/tableProfile.ts";
import { type Holders, holdersOf } from "../../table/protection/holders.ts";
import { sourceRows } from "../../table/read/sampled/sourceSample.ts";
import { findColumn, type Table, takeRows } from "../../table/table.ts";
import { findEntities } from "../../transform/entities/findEntities.ts";
import { findHolders } from "../../transform/entities/findHolders.ts";
import { fillDown, findFirstLines, keysOf } from "../../transform/entities/firstLines.ts";
import { ModelError } from "../../transform/modelTable.ts";
import { withInventedPostcodes } from "../../transform/personal/postcodes.ts";
import { type Prepared, prepare, type RowHolders } from "../../transform/prepare.ts";
import { detectRules, isExact } from "../../transform/rules/detect/detectRules.ts";
import { splitHoldout, splitHoldoutPersons, splitHoldoutSample } from "../holdout.ts";
import { PipelineError } from "../pipelineError.ts";
import type { Plan } from "./validate.ts";

export interface Preprocessed {
  readonly specs: readonly ColumnSpec[];
  readonly prepared: Prepared;
  /** All columns, rows the model learns from. */
  readonly training: Table;
  /** Rows set aside before training; null without a holdout. */
  readonly holdout: Table | null;
  /** Whose the rows are, where persons have several: of `training`, and of every row of the file. */
  readonly holders?: RowHolders;
  /** What a run with a privacy guarantee learns from, in place of `prepared.data`. */
  readonly private?: PrivateInput;
}

export type Split = Pick<Preprocessed, "specs" | "training" | "holdout" | "holders">;

export type SplitSource = Pick<Plan, "config" | "loaded" | "profile"> & Partial<Pick<Plan, "identifiers">>;

/** Sets the holdout aside, decides what each column is from the training rows, and encodes those. */
export async function preprocess(plan: Plan): Promise<Preprocessed> {
  const { config } = plan;
  if (config.privacy !== undefined)
    throw new PipelineError(
      "a guarantee (privacy) is kept by syndata run and by runs of a config only: remove it here",
    );
  const split = splitRows(plan);
  const { people, locale } = config;
  const written = rulesOf(config, split.specs);
  const prepared = prepareNaming(plan, split, {
    seed: config.seed,
    rules: config.detectRules === "auto" ? await withFound(written, plan, split) : written,
    everyRow: plan.loaded.table,
    holders: split.holders,
    places: { country: targetedPlace(plan, "country"), city: targetedPlace(plan, "city") },
    rows: config.output.rows ?? sourceRows(plan.loaded),
    ...(people !== undefined && {
      people: people.map((group) => Object.values(group).filter((name) => name !== undefined)),
    }),
    ...(locale !== undefined && { locale }),
  });
  return { ...split, prepared };
}

/** Names the file where no model can be trained on it. */
function prepareNaming(
  { loaded }: Plan,
  { training, specs }: Split,
  options: Parameters<typeof prepare>[2],
): Prepared {
  try {
    return prepare(training, specs, options);
  } catch (error) {
    if (error instanceof ModelError) throw new ModelError(`${basename(loaded.path)}: ${error.message}`);
    throw error;
  }
}

/** The rules written and those found in the training rows that do not contradict them. */
async function withFound(written: readonly Rule[], plan: Plan, split: Split): Promise<Rule[]> {
  const rules = [...written];
  const { training, specs, holders } = split;
  const found = await detectRules(training, specs, { seed: plan.config.seed, holders: holders?.table });
  for (const { rule } of found.filter(isExact)) {
    rules.push(rule);
    if (findContradiction(rules) !== undefined) rules.pop();
  }
  return rules;
}

/** The rules of a config that was checked, as far as they can be read. */
function rulesOf(config: SynthConfig, specs: readonly ColumnSpec[]): Rule[] {
  return checkRules(config, specs).rules.filter((rule) => rule !== undefined);
}

/** Sets the holdout aside and decides what each column is from the training rows. */
export function splitRows(plan: SplitSource): Split {
  const { config, loaded } = plan;
  const split = splitTable(plan, holdoutRows(config, loaded.table.rows));
  const training = split.holdout.length === 0 ? loaded.table : takeRows(loaded.table, split.training);
  const holdout = split.holdout.length === 0 ? null : takeRows(loaded.table, split.holdout);
  const profile = holdout === null ? plan.profile : trainingProfile(plan, training);
  const resolved = resolveColumns(config, profile, loaded.table.rows);
  const every = holdersOfSource(plan);
  const table = every === null || holdout === null ? every : holdersOf(every, split.training);
  const specs = withInventedPostcodes(resolved, training, table ?? undefined);
  if (every === null || table === null) return { specs, training, holdout };
  return { specs, training, holdout, holders: { table, everyRow: every } };
}

/** The target where it says a country or city: the config has it as no personal column. */
function targetedPlace({ config, profile }: Plan, type: "country" | "city"): string | undefined {
  const target = targetOf(config);
  return profile.columns.find(({ name, personal }) => name === target && personal?.type === type)?.name;
}

/** Whose the rows are, by the values that were read. */
function holdersOfSource({
  config,
  loaded,
  profile,
  identifiers = loaded.table,
}: SplitSource): Holders | null {
  const ids = profile.columns.filter(({ sdtype }) => sdtype === "id").map(({ name }) => name);
  return findHolders(
    fillDown(findFirstLines(loaded.table, ids), identifiers),
    profile.columns.map(({ name, personal }) => {
      const given = columnConfig(config, name)?.personal;
      return { name, personal, given };
    }),
  );
}

/** By persons, orders or trips where they have several rows, so that none is on both sides; by rows elsewhere. */
function splitTable(
  { config, loaded: { table, sample }, profile }: Pick<Plan, "config" | "loaded" | "profile">,
  count: number,
) {
  const byRows = () =>
    sample === undefined ? splitHoldout(table.rows, count, config.seed) : splitHoldoutSample(sample, count);
  if (count === 0) return byRows();
  const specs = resolveColumns(config, profile);
  const whole = fillDown(findFirstLines(table, keysOf(specs)), table);
  const [outermost] = findEntities(whole, specs, { persons: true });
  if (outermost === undefined) return byRows();
  const key = findColumn(whole, outermost.key)!;
  const split = splitHoldoutPersons(codesOf(key), count, config.seed);
  // of a few persons with many rows each, none may fit into what is to be set aside
  return split.holdout.length < count / 2 ? byRows() : split;
}

/** Ranges, categories and counts of the training rows alone; what a column *is* comes from the whole file. */
function trainingProfile(plan: Pick<Plan, "loaded" | "profile">, training: Table): TableProfile {
  const learned = profileTable({ ...plan.loaded, table: training });
  return {
    ...learned,
    columns: learned.columns.map((column, i) => {
      const { sdtype, reason, format, pattern, personal, split } = plan.profile.columns[i]!;
      const { split: _, ...rest } = column;
      return {
        ...rest,
        ...{ sdtype, reason, format, pattern },
        ...(personal && { personal }),
        ...(split && { split }),
      };
    }),
  };
}
