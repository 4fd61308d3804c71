import type { Finding } from "../../jsonc/configText.ts";
import { quote } from "../../jsonc/quote.ts";
import { type MetricKey, metricTable } from "../../metrics/metricTable.ts";
import type { TableProfile } from "../../table/profile/tableProfile.ts";
import type { ColumnSpec } from "../columnSpec.ts";
import { holdoutRows } from "../holdoutRows.ts";
import { sensitiveColumns } from "../resolveColumns.ts";
import { columnConfig, type SynthConfig } from "../schema.ts";
import { missingColumn } from "./missingColumn.ts";

/** Rows a holdout needs before its figures mean anything. */
const minHoldout = 30;

/** `report` against the data: target, holdout, gates, and the columns privacy measures are asked for. */
export function checkReport(
  config: SynthConfig,
  profile: TableProfile,
  specs: readonly ColumnSpec[],
): Finding[] {
  return [
    ...checkTarget(config, profile, specs),
    ...checkHoldout(config, profile),
    ...checkNamed(config, profile, specs),
    ...checkGates(config),
    ...checkShareable(config),
  ];
}

/** Seen only where the config asks for no guarantee: without one, every report comes from the real rows. */
function checkShareable({ report }: SynthConfig): Finding[] {
  if (!report.shareable) return [];
  const message =
    'report.shareable needs a guarantee, from whose noisy tables it is made: add "privacy": { "epsilon": 1 }, or remove it';
  return [error("not-private", message, ["report", "shareable"])];
}

function checkTarget(config: SynthConfig, profile: TableProfile, specs: readonly ColumnSpec[]): Finding[] {
  const { target } = config.report;
  const byRole = Object.keys(config.columns).filter((name) => columnConfig(config, name)?.role === "target");
  const findings: Finding[] = byRole
    .filter((name, i) => (target !== undefined && name !== target) || i > 0)
    .map((name) =>
      error(
        "two-targets",
        `only one column can be the target: ${quote(target ?? byRole[0])} is one already`,
        ["columns", name, "role"],
      ),
    );
  const name = target ?? byRole[0];
  const path = target === undefined ? ["columns", String(name), "role"] : ["report", "target"];
  const names = profile.columns.map((c) => c.name);
  if (name === undefined || (target === undefined && !names.includes(name))) return findings;
  if (!names.includes(name))
    return [...findings, missingColumn(config, name, { path, at: "value" }, { names })];
  const index = names.indexOf(name);
  const why = unfit(specs[index]!, profile.columns[index]!.cardinality);
  return why === undefined
    ? findings
    : [...findings, error("unfit-target", `column ${quote(name)} cannot be the target: ${why}`, path)];
}

function unfit(spec: ColumnSpec, cardinality: number): string | undefined {
  if (spec.role === "drop") return "it is dropped";
  if (spec.role === "id" || spec.sdtype === "id") return "it is an id";
  if (spec.sdtype === "text") return "it is free text";
  if (spec.sdtype === "datetime") return "it is a date; choose a category or a number";
  return cardinality < 2 ? "it has fewer than two different values" : undefined;
}

function checkHoldout(config: SynthConfig, { rows }: TableProfile): Finding[] {
  const { report } = config;
  if (!report.enabled || report.holdout === 0) return [];
  const path = ["report", "holdout"];
  const held = holdoutRows(config, rows);
  if (held === 0) {
    const message = `${rows} rows are too few to hold any out: all are used for training, and the report says what it cannot measure`;
    return [warning("no-holdout", message, path)];
  }
  if (held < minHoldout)
    return [
      warning(
        "small-holdout",
        `the holdout has ${held} rows only: figures that compare with it are rough`,
        path,
      ),
    ];
  return report.holdout > 0.5
    ? [warning("large-holdout", `the holdout (${held} rows) is larger than what the model learns from`, path)]
    : [];
}

function checkNamed(config: SynthConfig, profile: TableProfile, specs: readonly ColumnSpec[]): Finding[] {
  const names = profile.columns.map((c) => c.name);
  return (["sensitive", "quasiIdentifiers"] as const).flatMap((key) =>
    config.report[key].flatMap((name, i): Finding[] => {
      const path = ["report", key, i];
      const index = names.indexOf(name);
      if (index === -1) return [missingColumn(config, name, { path, at: "value" }, { names })];
      const { role, sdtype } = specs[index]!;
      const out =
        role === "drop"
          ? "is dropped"
          : sdtype === "id"
            ? "is an id"
            : sdtype === "text"
              ? "is free text"
              : "";
      return out === ""
        ? []
        : [warning("not-measured", `column ${quote(name)} ${out}: it is not measured`, path)];
    }),
  );
}

/** Gates that will fail because their metric cannot be computed, or whose bound is surely on the wrong side. */
function checkGates(config: SynthConfig): Finding[] {
  const { report } = config;
  const names = Object.keys(report.gates) as MetricKey[];
  return names.flatMap((name): Finding[] => {
    const path = ["report", "gates", name];
    const gate = report.gates[name];
    const metric = metricTable[name];
    if (gate === undefined) return [];
    if (!report.enabled)
      return [warning("gate-unused", `${name} is not checked: report.enabled is false`, path)];
    if (metric.section !== "diagnostic" && !report.sections.includes(metric.section))
      return [
        error(
          "gate-impossible",
          `${name} belongs to ${metric.section}, which report.sections leaves out`,
          path,
        ),
      ];
    if (metric.needsHoldout && report.holdout === 0)
      return [error("gate-impossible", `${name} needs a holdout, and report.holdout is 0`, path)];
    if (gate.relativeToCeiling && report.holdout === 0)
      return [
        error(
          "gate-impossible",
          `${name} relative to the ceiling needs a holdout, and report.holdout is 0`,
          path,
        ),
      ];
    if (metric.needs === "sensitive" && sensitiveColumns(config).length === 0)
      return [
        error("gate-impossible", `${name} needs report.sensitive or a column with the role sensitive`, path),
      ];
    if (metric.needs === "quasiIdentifiers" && report.quasiIdentifiers.length === 0)
      return [error("gate-impossible", `${name} needs report.quasiIdentifiers`, path)];
    const [usual, other, best] =
      "min" in metric.usualBound ? (["min", "max", "high"] as const) : (["max", "min", "low"] as const);
    if (metric.goal !== "half" && gate[usual] === undefined)
      return [
        warning(
          "gate-direction",
          `${name} is best ${best}: a ${other} alone rejects good tables; did you mean ${usual}?`,
          path,
        ),
      ];
    return [];
  });
}

function error(code: string, message: string, path: readonly (string | number)[]): Finding {
  return { severity: "error", code, message, path, at: path[1] === "gates" ? "key" : "value" };
}

function warning(code: string, message: string, path: readonly (string | number)[]): Finding {
  return { severity: "warning", code, message, path, at: path[1] === "gates" ? "key" : "value" };
}
