import type { Finding } from "../../jsonc/configText.ts";
import { listText, quote } from "../../jsonc/quote.ts";
import { grouped } from "../../language/counts.ts";
import { missingColumn } from "../check/missingColumn.ts";
import { formatOf } from "../paths.ts";
import { targetOf } from "../resolveColumns.ts";
import { columnConfig, type SynthConfig } from "../schema.ts";
import { declaredColumns } from "./domain.ts";
import { planDomain, tableRho } from "./domainPlan.ts";
import { expectedColumn, expectedValues, maxCells, maxValues, minBought, valuesPerColumn } from "./limits.ts";
import { highEpsilon, type PrivacyConfig } from "./privacySchema.ts";
import { planTables, varianceOf } from "./tablePlan.ts";
import { heldConfig } from "./withoutFound.ts";

/** Models that can be made from noisy tables alone. */
const privateModels: readonly string[] = ["circuit", "gaussianCopula", "independent"];

/** Noise that still is a count of 32 bits. */
const maxVariance = 1e15;

/** What stands against a guarantee in a config: every way on which something of the data could pass by the noise. */
export function checkPrivacy(written: SynthConfig, names: readonly string[]): Finding[] {
  const { config } = heldConfig(written);
  const { privacy } = config;
  if (privacy === undefined) return [];
  const blocked = [
    ...checkModel(config),
    ...checkUnit(config, privacy, names),
    ...checkDerived(config),
    ...checkSource(config),
    ...checkOpen(config, names),
  ];
  return [
    ...checkEpsilon(privacy),
    ...checkRows(config),
    ...blocked,
    ...(blocked.length === 0 ? checkCells(config, privacy, names) : []),
  ];
}

function checkEpsilon({ epsilon }: PrivacyConfig): Finding[] {
  if (epsilon <= highEpsilon) return [];
  const message = `an epsilon of ${epsilon} bounds hardly anything: one row may make an outcome e^${epsilon} times as likely; 1 is strong, 3 usual, 10 weak`;
  return [
    { severity: "warning", code: "weak-guarantee", message, path: ["privacy", "epsilon"], at: "value" },
  ];
}

/** `syndata init` writes the number of rows of the source, which one row more would change. */
function checkRows({ output }: SynthConfig): Finding[] {
  if (output.rows === undefined) return [];
  const message = `output.rows (${output.rows}) is released as it is: it must not be the number of rows of the source, which syndata init writes; leave it out for an estimate that is paid for`;
  return [{ severity: "warning", code: "rows-released", message, path: ["output", "rows"], at: "value" }];
}

function checkModel({ model }: SynthConfig): Finding[] {
  if (privateModels.includes(model.type)) return [];
  return [
    {
      ...refusal(
        `the model ${model.type} cannot keep a privacy guarantee: it learns from the rows themselves; choose ${listText(privateModels, "or")}`,
        ["model", "type"],
      ),
      fix: { title: 'Change to "circuit"', value: "circuit" },
    },
  ];
}

function checkUnit(config: SynthConfig, { unit }: PrivacyConfig, names: readonly string[]): Finding[] {
  if (unit === "row" || names.includes(unit)) return [];
  return [missingColumn(config, unit, { path: ["privacy", "unit"], at: "value" }, { names })];
}

/** What is made from the data, or copied from it, has no place beside a guarantee. */
function checkDerived(config: SynthConfig): Finding[] {
  const findings: Finding[] = [];
  if (config.rules.length > 0)
    findings.push(
      refusal("rules are checked against the rows, which the guarantee does not cover: remove them", [
        "rules",
      ]),
    );
  if (config.detectRules === "auto")
    findings.push(
      refusal("rules found in the rows are not covered by the guarantee: remove this", ["detectRules"]),
    );
  if (config.people !== undefined)
    findings.push(refusal("invented persons follow the names in the rows: remove this", ["people"]));
  if (config.source.sampleRows !== undefined)
    findings.push(
      refusal(
        "a guarantee is kept over all rows, not over a sample that depends on where they stand: remove this",
        ["source", "sampleRows"],
      ),
    );
  for (const name of Object.keys(config.columns)) {
    const given = columnConfig(config, name)!;
    for (const key of ["personal", "replace", "split", "separator"] as const) {
      if (given[key] === undefined || given[key] === "none" || given.role === "drop") continue;
      findings.push(
        refusal(
          `column ${quote(name)}: values made from the real ones are not covered by the guarantee; give it a "pattern", or the role "drop"`,
          ["columns", name, key],
        ),
      );
    }
  }
  return findings;
}

/** Files whose cells one row more could change in other rows. */
function checkSource({ source }: SynthConfig): Finding[] {
  const format = formatOf(source.path);
  const isExcel = format === undefined && /\.xlsx?$/i.test(source.path);
  if (!isExcel && format !== "json" && format !== "ndjson") return [];
  const what = isExcel ? "what an Excel cell is read as" : "what a JSON value is read as";
  return [
    refusal(`${what} can depend on the other rows: save the table as CSV or Parquet`, ["source", "path"]),
  ];
}

function checkOpen(config: SynthConfig, names: readonly string[]): Finding[] {
  const { open, fitted } = declaredColumns(config, names);
  if (config.privacy?.domain === "private" && open.length > 0) return [];
  const findings = open.map((name) => {
    const isListed = columnConfig(config, name) !== undefined;
    const message = `column ${quote(name)}: say what it may hold, from what is public and not from this file: "values": [ … ], or "min" and "max" for numbers and dates (and "bins"); or leave it out with "role": "drop"`;
    return {
      ...refusal(message, isListed ? ["columns", name] : ["privacy", "domain"]),
      code: "undeclared-domain",
      at: "key" as const,
    };
  });
  if (findings.length > 0 || fitted.length > 0) return findings;
  return [refusal("no column has a domain: there is nothing to learn", ["columns"])];
}

function checkCells(config: SynthConfig, privacy: PrivacyConfig, names: readonly string[]): Finding[] {
  const { fitted: declared, open } = declaredColumns(config, names);
  const most = Math.min(expectedValues, valuesPerColumn(declared, open.length));
  const fitted = [...declared, ...open.map((name) => expectedColumn(name, most))];
  const values = fitted.reduce((sum, { size }) => sum + size, 0);
  const plan = planTables(fitted, privacy, {
    pairs: config.model.type !== "independent",
    target: targetOf(config),
    rho: tableRho(privacy, planDomain(open.length, privacy)?.cost),
  });
  const noisiest = Math.max(...plan.tables.map(({ variance }) => varianceOf(variance)));
  if (noisiest > maxVariance)
    return [
      refusal(
        `the noise of a cell would be ± ${Math.sqrt(noisiest).toExponential(0)} rows: raise epsilon, lower maxRowsPerUnit or drop columns`,
        ["privacy", "epsilon"],
      ),
    ];
  if (values <= maxValues && plan.cells <= maxCells && (open.length === 0 || most >= minBought)) return [];
  const largest = fitted.reduce((a, b) => (b.size > a.size ? b : a));
  return [
    refusal(
      `${fitted.length} columns of ${grouped(values)} values in all make ${grouped(plan.tables.length)} tables of ${grouped(plan.cells)} cells, more than ${grouped(maxValues)} values or ${grouped(maxCells)} cells: declare fewer bins or values (${quote(largest.name)} has ${grouped(largest.size)}), or drop columns`,
      ["privacy"],
    ),
  ];
}

function refusal(message: string, path: readonly (string | number)[]): Finding {
  return { severity: "error", code: "not-private", message, path, at: "value" };
}
