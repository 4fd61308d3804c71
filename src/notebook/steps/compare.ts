import type { ComparisonJson } from "../../protocol/notebook.ts";
import type { ReportJson } from "../../protocol/report.ts";
import { keyFigures } from "../../report/keyFigures.ts";
import { comparisonBundle } from "../outputs.ts";
import type { StepContext, StepResult } from "../stepContext.ts";
import type { CompareStep, TableStep } from "../workflow.ts";
import { reportOf } from "./report.ts";

/** Measures several synthetic tables alike, each once; a report made above is used again. */
export async function compareStep(context: StepContext, planned: CompareStep): Promise<StepResult> {
  const reports: ReportJson[] = [];
  let cached = true;
  for (const [k, table] of planned.tables.entries()) {
    context.progress({ fraction: k / planned.tables.length, label: `measuring ${table.name}` });
    const config = reportConfig(context, planned, table);
    const made = await reportOf(context, planned.step, config, table);
    reports.push(made.report);
    cached &&= made.cached;
  }
  const comparison = compare(planned.tables, reports);
  const names = planned.tables.map((table) => table.name);
  return { outputs: [comparisonBundle(comparison)], message: `compared ${names.join(", ")}`, cached };
}

/** As the table's own report above measures it, else by the workflow's settings. */
function reportConfig({ workflow }: StepContext, planned: CompareStep, table: TableStep) {
  const above = [...workflow.steps.values()].findLast(
    (step) => step.kind === "report" && step.table === table && step.step.cell < planned.step.cell,
  );
  return { ...table.config, report: (above ?? planned).config.report };
}

function compare(tables: readonly TableStep[], reports: readonly ReportJson[]): ComparisonJson {
  const figures = reports.map(keyFigures);
  const byKey = new Map(figures.flat().map((figure) => [figure.key, figure]));
  return {
    version: 1,
    tables: tables.map(({ name, model }, k) => ({
      name,
      model: model.config.model.type,
      rows: reports[k]!.tables.synthetic.rows,
      summary: reports[k]!.verdict.summary,
    })),
    figures: [...byKey.values()].map(({ key, section, label, goal, format }) => {
      const found = figures.map((list) => list.find((figure) => figure.key === key));
      return {
        section,
        label,
        goal,
        format,
        values: found.map((figure) => figure?.value ?? null),
        best: found.find((figure) => figure !== undefined)?.best ?? null,
      };
    }),
  };
}
