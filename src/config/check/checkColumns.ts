import { type Finding, locateAll } from "../../jsonc/configText.ts";
import { quote } from "../../jsonc/quote.ts";
import type { Diagnostic } from "../../protocol/run.ts";
import type { ColumnProfile, TableProfile } from "../../table/profile/tableProfile.ts";
import type { ColumnSpec } from "../columnSpec.ts";
import { holdoutRows } from "../holdoutRows.ts";
import type { ParsedConfig } from "../parseConfig.ts";
import { checkPersonal } from "../personal/checkPersonal.ts";
import { checkPrivacy } from "../privacy/checkPrivacy.ts";
import { isReplaced, resolveColumns } from "../resolveColumns.ts";
import { checkRules } from "../rules/checkRules.ts";
import { columnConfig, type SynthConfig } from "../schema.ts";
import { checkColumn } from "./checkColumn.ts";
import { checkReport } from "./checkReport.ts";
import { checkShare } from "./checkShare.ts";
import { missingColumn } from "./missingColumn.ts";

/** A parsed config against the data it names. Empty when the config itself is not valid. */
export function checkColumns(parsed: ParsedConfig, profile: TableProfile): Diagnostic[] {
  const { config } = parsed;
  if (config === undefined) return [];
  if (config.privacy !== undefined) {
    const names = profile.columns.map(({ name }) => name);
    return locateAll(parsed.source, [
      ...unknownColumns(config, profile),
      ...checkPrivacy(config, names),
      ...checkShare(
        config,
        names.map((name) => ({ name })),
      ),
    ]);
  }
  const specs = resolveColumns(config, profile);
  const findings = [
    ...unknownColumns(config, profile),
    ...profile.columns.flatMap((column, i) =>
      isReplaced(config, column) ? [] : checkColumn(config, column, specs[i]!),
    ),
    ...checkTable(config, profile, specs),
    ...checkReport(config, profile, specs),
    ...checkShare(config, specs),
    ...checkPersonal(config, profile),
    ...checkRules(config, specs).findings,
  ];
  return locateAll(parsed.source, findings);
}

function unknownColumns(config: SynthConfig, profile: TableProfile): Finding[] {
  const names = profile.columns.map((c) => c.name);
  const known = new Set(names);
  const leftOut = new Map(profile.leftOut?.map(({ name, what }) => [name, what]));
  // A column that has its entry already is not what another entry meant.
  const free = names.filter((name) => !Object.hasOwn(config.columns, name));
  const { model } = config;
  const marginals = "numericalDistributions" in model ? Object.keys(model.numericalDistributions) : [];
  return [
    ...Object.keys(config.columns)
      .filter((name) => !known.has(name) && !leftOut.has(name))
      .map((name) =>
        missingColumn(config, name, { path: ["columns", name], at: "key" }, { names, guesses: free }),
      ),
    ...Object.keys(config.columns)
      .filter((name) => leftOut.has(name) && columnConfig(config, name)?.role !== "drop")
      .map((name) => unusedEntry(name, leftOut.get(name)!)),
    ...marginals
      .filter((name) => !known.has(name))
      .map((name) =>
        missingColumn(
          config,
          name,
          { path: ["model", "numericalDistributions", name], at: "key" },
          { names },
        ),
      ),
  ];
}

function unusedEntry(name: string, what: string): Finding {
  return {
    severity: "warning",
    code: "left-out-column",
    message: `column ${quote(name)} holds ${what}: it is left out, whatever is said of it here`,
    path: ["columns", name],
    at: "key",
  };
}

function checkTable(config: SynthConfig, profile: TableProfile, specs: readonly ColumnSpec[]): Finding[] {
  const findings: Finding[] = [];
  const learned = specs.filter((spec, i) => isLearned(spec, profile.columns[i]!));
  if (learned.length === 0)
    findings.push({
      severity: "error",
      code: "nothing-to-learn",
      message: `no column of ${config.source.path} is left to learn: all are ids, free text, constant, empty or dropped`,
      path: ["columns"],
      at: "key",
    });
  const training = profile.rows - holdoutRows(config, profile.rows);
  if (training < 2)
    findings.push({
      severity: "error",
      code: "too-few-rows",
      message: `${config.source.path} has ${profile.rows === 1 ? "one row" : `${profile.rows} rows`}: a model needs at least two`,
      path: ["source", "path"],
      at: "value",
    });
  const { model } = config;
  if ("pac" in model && training < model.pac)
    findings.push({
      severity: "error",
      code: "too-few-rows",
      message: `model.pac is ${model.pac}, but there are only ${training} rows to learn from: lower pac`,
      path: ["model", "pac"],
      at: "value",
      ...(training >= 1 ? { fix: { title: "Change to 1", value: 1 } } : {}),
    });
  else if (
    "batchSize" in model &&
    typeof model.batchSize === "number" &&
    training < model.batchSize &&
    written(config)
  )
    findings.push({
      severity: "info",
      code: "few-rows",
      message: `${training} training rows are fewer than model.batchSize (${model.batchSize}): rows repeat within a step`,
      path: ["model", "batchSize"],
      at: "value",
    });
  return findings;
}

/** Only GANs draw their batches with replacement. */
function written({ model }: SynthConfig): boolean {
  return model.type === "ctgan" || model.type === "copulaGan";
}

function isLearned(spec: ColumnSpec, column: ColumnProfile): boolean {
  const excluded = spec.role === "drop" || spec.sdtype === "id" || spec.sdtype === "text";
  return !excluded && (column.cardinality > 1 || (column.cardinality === 1 && column.missing > 0));
}
