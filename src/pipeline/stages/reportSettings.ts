import type { ColumnSpec } from "../../config/columnSpec.ts";
import type { SynthConfig } from "../../config/schema.ts";
import type { ConfigStep } from "../../protocol/sharing.ts";
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
      chooseSize: chooseSize(model),
    },
    guaranteed: config.privacy !== undefined,
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

/** Returns the changes after which the model chooses its size by held-out rows; none where it has no such choice or makes it. */
function chooseSize(model: SynthConfig["model"]): ConfigStep[] {
  if (!("maxLatentStates" in model) || model.maxLatentStates === "auto") return [];
  const size = { path: ["model", "maxLatentStates"], value: "auto" };
  return model.validationShare > 0 ? [size] : [size, { path: ["model", "validationShare"], value: 0.1 }];
}
