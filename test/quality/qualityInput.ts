import type { QualityColumn, QualityInput } from "../../src/quality/input.ts";
import type { Table } from "../../src/table/table.ts";

/** An input whose columns are numerical or categorical as their kind says. */
export function qualityInput(parts: { real: Table; synthetic: Table } & Partial<QualityInput>): QualityInput {
  return {
    holdout: null,
    columns: parts.real.columns.map(
      (c): QualityColumn => ({
        name: c.name,
        sdtype: c.kind === "string" ? "categorical" : c.kind === "datetime" ? "datetime" : "numerical",
        role: "feature",
      }),
    ),
    target: null,
    sensitive: [],
    quasiIdentifiers: [],
    seed: 7,
    signal: new AbortController().signal,
    progress: () => undefined,
    ...parts,
  };
}
