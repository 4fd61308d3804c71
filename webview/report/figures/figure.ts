import type { Data, Layout } from "plotly.js";

export interface Figure {
  readonly data: Data[];
  readonly layout: Partial<Layout>;
  /** Pixels. */
  readonly height: number;
}
