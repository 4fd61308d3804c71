import type { GridAnswer, GridEvent, GridQuery } from "./grid.ts";

/** Which table of a page is meant: the one of an editor, or one of two side by side. */
export type GridName = "table" | "real" | "synthetic";

/** The wire between a host and the data grids of one page. */
export type HostToGrid =
  /** Words in the person's language; first answer to `ready`. */
  | { readonly type: "words"; readonly words: Readonly<Record<string, string>> }
  | { readonly type: "opened"; readonly grid: GridName; readonly event: GridEvent }
  /** `version` is that of the request: what answers an earlier one is dropped. */
  | {
      readonly type: "page";
      readonly grid: GridName;
      readonly version: number;
      readonly answer: GridAnswer;
    }
  /** The request cannot be met, such as a condition that is none. */
  | {
      readonly type: "refused";
      readonly grid: GridName;
      readonly version: number;
      readonly message: string;
    }
  | { readonly type: "copied"; readonly grid: GridName; readonly rows: number }
  /** Of two tables: which real row is nearest to each synthetic one. */
  | { readonly type: "pairs"; readonly pairs: RowPairs }
  /** The table cannot be shown, or not all of it. */
  | { readonly type: "failed"; readonly grid: GridName; readonly message: string };

export type GridToHost =
  | { readonly type: "ready" }
  | {
      readonly type: "page";
      readonly grid: GridName;
      readonly version: number;
      readonly query: GridQuery;
      readonly offset: number;
      readonly rows: number;
    }
  | {
      readonly type: "copy";
      readonly grid: GridName;
      readonly query: GridQuery;
      readonly rows: readonly [number, number];
      readonly columns: readonly [number, number];
    };

/** By row of the synthetic table, as far as it was looked at. */
export interface RowPairs {
  /** Row of the real table, from 0. */
  readonly nearest: readonly number[];
  /** 0 (alike in every compared column) to 1. */
  readonly distance: readonly number[];
  /** Real rows looked at. */
  readonly realRows: number;
}
