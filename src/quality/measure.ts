import type { Measured } from "../protocol/metric.ts";
import type { QualityInput } from "./input.ts";
import type { ReportInput } from "./reportInput.ts";

export interface MeasureInput {
  /** The tables as they were read, with all their columns, and the settings. */
  readonly input: ReportInput;
  /** The tables made comparable. */
  readonly quality: QualityInput;
}

/** Measures one metric; null where it does not apply. */
export type Measure = (input: MeasureInput) => Measured | null | Promise<Measured | null>;
