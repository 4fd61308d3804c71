import type { PublicColumns } from "../../config/privacy/domain.ts";
import { planDomain, tableRho } from "../../config/privacy/domainPlan.ts";
import { valuesPerColumn } from "../../config/privacy/limits.ts";
import type { PrivacyConfig } from "../../config/privacy/privacySchema.ts";
import type { DomainCost } from "../../config/privacy/statement.ts";
import { readOptions } from "../../config/readOptions.ts";
import { buyDomain } from "../../privacy/bought/buyDomain.ts";
import { describeDomain } from "../../privacy/bought/describeDomain.ts";
import { openColumns } from "../../privacy/bought/openColumns.ts";
import { encodeRows } from "../../privacy/encodeRows.ts";
import { publicTable } from "../../privacy/publicTable.ts";
import { boundUnits, holdOutByContent } from "../../privacy/units.ts";
import { alwaysMissing } from "../../table/read/missingTokens.ts";
import { readTable } from "../../table/read/read.ts";
import type { ReadOptions } from "../../table/read/readOptions.ts";
import { type Table, takeRows } from "../../table/table.ts";
import { PipelineError } from "../pipelineError.ts";
import type { Preprocessed } from "../stages/preprocess.ts";
import type { Plan } from "../stages/validate.ts";
import type { DomainStore } from "./domainStore.ts";

/**
 * Everything a model and an output file are made of comes from the config and the names of the columns, and where the domain is
 * bought, from noisy counts; the rows become tokens of the domain, each cell by itself. The tables of real rows are for the report
 * alone.
 */
export async function preprocessPrivate(
  plan: Plan,
  privacy: PrivacyConfig,
  store: DomainStore,
): Promise<Preprocessed> {
  const { config, loaded } = plan;
  const names = loaded.table.columns.map(({ name }) => name);
  const written = await readAsWritten(plan);
  const kept = boundUnits(written, privacy.unit, privacy.maxRowsPerUnit);
  const share = config.report.enabled ? config.report.holdout : 0;
  const aside = holdOutByContent(written, { unit: privacy.unit, share, seed: config.seed });
  const rows = (wanted: (row: number) => boolean) =>
    Uint32Array.from({ length: written.rows }, (_, i) => i).filter(wanted);
  const training = rows((i) => aside[i] === 0);
  const held = rows((i) => aside[i] === 1);
  const counted = takeRows(
    written,
    rows((i) => aside[i] === 0 && kept[i] === 1),
  );
  const { columns, cost, said } = await domainOf({ plan, privacy, names, store }, counted);
  const table = publicTable(config, names, columns);
  return {
    specs: table.specs,
    prepared: {
      data: { table: { rows: 0, columns: [] }, columns: table.books.map(({ column }) => column) },
      restore: table.restore,
      warnings: [...(plan.unused ?? []), ...said],
    },
    training: held.length === 0 ? loaded.table : takeRows(loaded.table, training),
    holdout: held.length === 0 ? null : takeRows(loaded.table, held),
    private: {
      privacy,
      table,
      tokens: encodeRows(counted, table.domain),
      ...(cost !== undefined && { domainCost: cost }),
    },
  };
}

interface Domain {
  readonly columns: PublicColumns;
  readonly cost: DomainCost | undefined;
  /** What was left out and what was bought. */
  readonly said: readonly string[];
}

/** What the columns may hold: as declared, and what is open is bought, once a run. @throws PipelineError */
async function domainOf(
  {
    plan: { config, configPath },
    privacy,
    names,
    store,
  }: { plan: Plan; privacy: PrivacyConfig; names: readonly string[]; store: DomainStore },
  counted: Table,
): Promise<Domain> {
  const { declared, open, byName } = openColumns(config, names);
  const plan = planDomain(open.length, privacy);
  if (plan === undefined) return { columns: declared, cost: undefined, said: byName };
  let bought = await store.kept();
  if (bought === undefined) {
    await store.pay(plan.cost, tableRho(privacy, plan.cost));
    bought = buyDomain(counted, open, { plan, most: valuesPerColumn(declared.fitted, open.length) });
    await store.keep(bought);
  }
  const fitted = [...declared.fitted, ...bought.columns];
  if (fitted.length === 0)
    throw new PipelineError(
      `nothing in the columns of ${configPath} stands out of the noise of epsilon ${privacy.epsilon}: declare what they may hold, raise privacy.epsilon, or take more rows`,
    );
  const place = new Map(names.map((name, i) => [name, i]));
  const dropped = bought.leftOut.map(({ name }) => ({ name, kind: "dropped", pattern: null }) as const);
  return {
    columns: {
      fitted: fitted.sort((a, b) => place.get(a.name)! - place.get(b.name)!),
      others: [...declared.others, ...dropped],
      open: [],
    },
    cost: plan.cost,
    said: [...byName, ...describeDomain(bought, plan)],
  };
}

/** The file with its cells as they are written, read by what the config and the header say alone. @throws PipelineError */
async function readAsWritten({ config, loaded, sourcePath }: Plan): Promise<Table> {
  const { source, privacy } = config;
  const isPrivate = privacy?.domain === "private";
  const declared = {
    header: true,
    skip: 0,
    quotes: true,
    missing: isPrivate ? alwaysMissing : [],
    ...readOptions(source, {}),
    asWritten: true,
  } as const;
  const usual = /\.tsv(\.|$)/i.test(sourcePath) ? "\t" : ",";
  const delimiter =
    source.delimiter ?? (isPrivate ? await delimiterOfHeader(sourcePath, loaded.table, declared) : usual);
  const { table, format } = await readTable(sourcePath, { ...declared, delimiter });
  if (format.encoding === "latin-1")
    throw new PipelineError(
      `${sourcePath} is not UTF-8: how its cells are read would depend on the other rows; save it as UTF-8`,
    );
  const names = new Set(table.columns.map(({ name }) => name));
  if (table.rows !== loaded.table.rows || loaded.table.columns.some(({ name }) => !names.has(name)))
    throw new PipelineError(
      `${sourcePath} is not read as it should be by what the config says of it; with privacy nothing is detected: say source.delimiter, source.header, source.skip and source.quotes where they are not ",", true, 0 and true`,
    );
  return table;
}

const delimiters = [",", ";", "\t", "|"];

/** The delimiter by which the header, which is public, has the names; no other line is asked. */
async function delimiterOfHeader(path: string, { columns }: Table, options: ReadOptions): Promise<string> {
  for (const delimiter of delimiters) {
    const head = await readTable(path, { ...options, delimiter, maxRows: 1 }).catch(() => undefined);
    const names = new Set(head?.table.columns.map(({ name }) => name));
    if (columns.every(({ name }) => names.has(name))) return delimiter;
  }
  return ",";
}
