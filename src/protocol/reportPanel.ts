import type { GridToHost, HostToGrid } from "./gridView.ts";
import type { ReportJson } from "./report.ts";

/** What a report panel shows; the panel keeps `state` so that it survives a reload of the window. */
export type ReportPanelContent =
  | {
      readonly type: "report";
      readonly report: ReportJson;
      /** Texts of the editor's language by the English ones; absent in English. */
      readonly words?: Readonly<Record<string, string>>;
      readonly state: ReportPanelState;
    }
  | {
      readonly type: "comparison";
      readonly newer: ReportJson;
      readonly older: ReportJson;
      readonly words?: Readonly<Record<string, string>>;
      readonly state: ReportPanelState;
    }
  /** Nothing can be shown; both texts are already localised. */
  | {
      readonly type: "problem";
      readonly title: string;
      readonly text: string;
      readonly state: ReportPanelState;
    };

/** Host to panel. Rows of the tables stand beside the report: they are no part of it, and of nothing that is exported. */
export type HostToPanel = ReportPanelContent | HostToGrid;

export interface ReportPanelState {
  /** Absolute path of a `report.json`. */
  readonly path: string;
  /** The earlier `report.json` it is compared with. */
  readonly older?: string;
}

/** `summary`: one sheet of paper, as HTML. */
export type ExportForm = "html" | "summary" | "md" | "json";

/** Panel to host. */
export type ReportPanelMessage =
  | { readonly type: "ready" }
  | { readonly type: "export"; readonly form: ExportForm }
  | { readonly type: "compare" }
  /** Shows the rows of both tables, or ends that. */
  | { readonly type: "rows"; readonly shown: boolean }
  | Exclude<GridToHost, { readonly type: "ready" }>
  /** Makes the change of the config that this step of this finding offers (numbers in `report.sharing`). */
  | { readonly type: "apply"; readonly finding: number; readonly step: number }
  | { readonly type: "failed"; readonly message: string };
