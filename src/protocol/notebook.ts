import type { Language } from "../language/language.ts";
import type { ReportJson } from "./report.ts";

/** MIME types of what the notebook renderer draws; every output also carries `text/plain` and mostly `text/html`. */
export const reportMime = "application/vnd.syndata.report+json";
export const profileMime = "application/vnd.syndata.profile+json";
export const lossesMime = "application/vnd.syndata.losses+json";
export const gridMime = "application/vnd.syndata.grid+json";
export const comparisonMime = "application/vnd.syndata.comparison+json";

/** One cell of a `*.synthnb`; other kinds come from newer versions: they are kept, and cannot be run. */
export interface NotebookCell {
  readonly kind: string;
  readonly text: string;
}

/** The same thing in several forms by MIME type, the richest one first; `+json` values are JSON, others texts. */
export type MimeBundle = Readonly<Record<string, unknown>>;

/** Run cells of a workflow notebook; steps they build on are run (or taken from the cache) first. */
export interface NotebookJob {
  /** Absolute path of the notebook: paths in it start there. The cells may be newer than the file. */
  readonly path: string;
  readonly cells: readonly NotebookCell[];
  /** Cell numbers from 0, in the order to run; all when absent. */
  readonly run?: readonly number[];
  /** Cells to run although the cache has them. */
  readonly fresh?: readonly number[];
  /** Go on with the cells after one that failed. */
  readonly keepGoing?: boolean;
}

export type NotebookEvent =
  | { readonly type: "start"; readonly cell: number }
  | {
      readonly type: "progress";
      readonly cell: number;
      /** 0..1, null when it cannot be told. */
      readonly fraction: number | null;
      readonly label: string;
      readonly etaMs: number | null;
    }
  /** Replaces what the cell has shown so far. */
  | { readonly type: "output"; readonly cell: number; readonly outputs: readonly MimeBundle[] }
  | { readonly type: "end"; readonly cell: number; readonly end: CellEnd };

export interface CellEnd {
  /** `gate`: it ran, and a gate of its report failed. */
  readonly state: "done" | "failed" | "gate" | "cancelled";
  /** Nothing it depends on has changed: the result was taken from the cache. */
  readonly cached: boolean;
  readonly ms: number;
  /** One line: what was made, or what went wrong. */
  readonly message: string;
  /** 1-based place in the cell, when an error has one. */
  readonly line?: number;
  readonly column?: number;
}

/** A page of a table, by columns; every value as text, null where missing. */
export interface GridJson {
  readonly version: 1;
  readonly title: string;
  /** Asks the process that made it for other pages, while it lives; null when this is all. */
  readonly handle: string | null;
  /** Rows of the whole result. */
  readonly total: number;
  /** The file the rows were written to, relative to the notebook. */
  readonly path?: string;
  /** Row of the first value here, from 0. */
  readonly offset: number;
  readonly columns: readonly {
    readonly name: string;
    readonly type: string;
    readonly values: readonly (string | null)[];
  }[];
}

/** Asks for rows `offset` … of a grid. */
export interface PageJob {
  readonly handle: string;
  readonly offset: number;
  readonly rows: number;
}

/** Renderer → extension. */
export type RendererMessage =
  | { readonly type: "openReport"; readonly report: ReportJson }
  | { readonly type: "openData"; readonly path: string }
  | ({ readonly type: "page"; readonly request: number } & PageJob)
  /** In which language outputs are shown. */
  | { readonly type: "language" };

/** Extension → renderer. */
export type RendererReply =
  | {
      readonly type: "page";
      readonly request: number;
      /** Null when the result is no longer open. */
      readonly grid: GridJson | null;
    }
  | { readonly type: "language"; readonly language: Language };

/** Training, live or ended. */
export interface LossesJson {
  readonly version: 1;
  readonly model: string;
  readonly state: "training" | "done";
  /** 0..1 */
  readonly fraction: number;
  readonly label: string;
  readonly etaMs: number | null;
  readonly seconds: number;
  /** One value an epoch, by name; the same epochs for all. */
  readonly losses: Readonly<Record<string, readonly number[]>>;
  readonly warnings: readonly string[];
}

/** Several synthetic tables of one source, measured alike. */
export interface ComparisonJson {
  readonly version: 1;
  readonly tables: readonly {
    readonly name: string;
    readonly model: string;
    readonly rows: number;
    readonly summary: string;
  }[];
  readonly figures: readonly {
    readonly section: string;
    readonly label: string;
    readonly goal: "high" | "low" | "half" | "chance";
    /** Absent in outputs of earlier versions: a score. */
    readonly format?: "score" | "share" | "count";
    /** One per table; null where it has none. */
    readonly values: readonly (number | null)[];
    readonly best: number | null;
  }[];
}
