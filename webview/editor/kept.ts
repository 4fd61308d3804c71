import { type Arrangement, asInFile, filters, sortKeys } from "./columns/arrangeRows.ts";
import { isObject } from "./json.ts";

/** What a view remembers over a reload: how it looks and which rules were turned off, nothing of the data. */
export interface Kept {
  readonly tab: "columns" | "settings";
  readonly folded: readonly string[];
  readonly moreOptions: boolean;
  readonly arrangement: Arrangement;
  /** JSON of rules turned off in this view. */
  readonly rulesOff: readonly string[];
}

/** What an older version kept may look different: only what is understood is taken. */
export function readKept(state: unknown): Kept {
  const kept = isObject(state) ? state : {};
  const given = isObject(kept["arrangement"]) ? kept["arrangement"] : {};
  const sort = sortKeys.find((key) => key === given["sort"]);
  const filter = filters.find((key) => key === given["filter"]);
  return {
    tab: kept["tab"] === "settings" ? "settings" : "columns",
    folded: textsOf(kept["folded"]) ?? ["source"],
    rulesOff: textsOf(kept["rulesOff"]) ?? [],
    moreOptions: kept["moreOptions"] === true,
    arrangement:
      sort === undefined || filter === undefined
        ? asInFile
        : { search: "", sort, filter, descending: given["descending"] === true },
  };
}

function textsOf(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : undefined;
}
