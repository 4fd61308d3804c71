import { type Arrangement, asInFile, filters, sortKeys } from "./columns/arrangeRows.ts";
import { isObject } from "./json.ts";

/** What a view remembers over a reload: how it looks, nothing of the data. */
export interface Kept {
  readonly tab: "columns" | "settings";
  readonly folded: readonly string[];
  readonly moreOptions: boolean;
  readonly arrangement: Arrangement;
}

/** What an older version kept may look different: only what is understood is taken. */
export function readKept(state: unknown): Kept {
  const kept = isObject(state) ? state : {};
  const given = isObject(kept["arrangement"]) ? kept["arrangement"] : {};
  const sort = sortKeys.find((key) => key === given["sort"]);
  const filter = filters.find((key) => key === given["filter"]);
  return {
    tab: kept["tab"] === "settings" ? "settings" : "columns",
    folded: Array.isArray(kept["folded"])
      ? kept["folded"].filter((name) => typeof name === "string")
      : ["source"],
    moreOptions: kept["moreOptions"] === true,
    arrangement:
      sort === undefined || filter === undefined
        ? asInFile
        : { search: "", sort, filter, descending: given["descending"] === true },
  };
}
