import type { EncodedRows } from "../../transform/matrix/matrix.ts";
import type { OutputLayout } from "../neural/outputLayout.ts";

export interface GanData {
  readonly encoded: EncodedRows;
  readonly layout: OutputLayout;
  /** Names of the ModelTable's columns, for messages. */
  readonly columnNames: readonly string[];
}
