import type { ReportJson } from "../../protocol/report.ts";

/** How other features show reports. */
export interface ReportPanels {
  /** `path`: a `report.json` on disk. */
  openFile(path: string): Promise<void>;
  /** A report that is not on disk, e.g. of *Report Against…*. */
  show(report: ReportJson, title: string): Promise<void>;
  /** Two `report.json` side by side, the newer first. */
  compare(newer: string, older: string): Promise<void>;
}
