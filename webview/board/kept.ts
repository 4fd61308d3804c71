import type { Arrangement } from "../../src/product/page/boardModel.ts";
import { isObject } from "../editor/json.ts";

export const boardViews = ["overview", "board", "phases", "research", "feedback"] as const;
export type BoardView = (typeof boardViews)[number];

/** What a view remembers over a reload: how it looks, nothing of the file. */
export interface BoardKept extends Arrangement {
  readonly view: BoardView;
  readonly quadrant: boolean;
  readonly whatIf: boolean;
}

/** What an older version kept may look different: only what is understood is taken. */
export function readBoardKept(state: unknown): BoardKept {
  const kept = isObject(state) ? state : {};
  const oneOf = <Word extends string>(words: readonly Word[], value: unknown): Word =>
    words.find((word) => word === value) ?? words[0]!;
  return {
    view: kept["view"] === undefined ? "board" : oneOf(boardViews, kept["view"]),
    by: oneOf(["moscow", "phase", "status"], kept["by"]),
    sort: oneOf(["rice", "hand"], kept["sort"]),
    search: "",
    phase: typeof kept["phase"] === "string" ? kept["phase"] : null,
    quadrant: kept["quadrant"] === true,
    whatIf: false,
  };
}
