import type { ColumnSpec } from "../../config/columnSpec.ts";
import type { SynthConfig } from "../../config/schema.ts";
import type { ReportSettings } from "../../quality/sharing/reportSettings.ts";

/** Returns what of a config a report needs to offer next steps. */
export function reportSettings(
  config: SynthConfig,
  specs: readonly ColumnSpec[],
  sourceRows: number,
): ReportSettings {
  const { model, report, output } = config;
  return {
    model: {
      type: model.type,
      epochs: "epochs" in model && typeof model.epochs === "number" ? model.epochs : null,
    },
    holdout: report.holdout,
    sections: report.sections,
    sourceRows,
    outputRows: output.rows ?? sourceRows,
    columns: specs.map(({ name, role, sdtype, minCategoryCount }) => ({
      name,
      role,
      sdtype,
      minCategoryCount,
    })),
  };
}
