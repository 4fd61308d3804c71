import { listText, quote } from "../../jsonc/quote.ts";
import type { TextRecord } from "../../table/read/csv/csvCells.ts";
import { UserError } from "../../table/userError.ts";
import type { Board } from "../board.ts";
import type { Feature, Product } from "../schema.ts";
import { csvText, plainCell } from "./csvText.ts";
import { type Draft, withoutEmpty } from "./details.ts";
import { moscowOf, statusOf } from "./words.ts";

/** Columns of the CSV: name, what is written, and the names other lists give it. */
const columns: readonly {
  readonly name: string;
  readonly also: readonly string[];
  readonly write: (feature: Feature) => string | number | undefined;
  readonly read: (cell: string) => unknown;
}[] = [
  { name: "id", also: ["key"], write: ({ id }) => id, read: ideaId },
  {
    name: "title",
    also: ["summary", "name", "feature", "titel", "subject", "story"],
    write: ({ title }) => title,
    read: String,
  },
  {
    name: "moscow",
    also: ["priority", "prio", "priorität"],
    write: ({ moscow }) => moscow,
    read: moscowOf,
  },
  { name: "phase", also: ["milestone", "release"], write: ({ phase }) => phase, read: String },
  { name: "status", also: ["state"], write: ({ status }) => status, read: statusOf },
  { name: "reach", also: [], write: ({ rice }) => rice?.reach, read: Number },
  { name: "impact", also: [], write: ({ rice }) => rice?.impact, read: Number },
  {
    name: "confidence",
    also: [],
    write: ({ rice }) => rice?.confidence,
    read: (cell) => Number(cell.replace(/\s*%$/, "")),
  },
  { name: "effort", also: ["estimate"], write: ({ rice }) => rice?.effort, read: Number },
  { name: "why", also: ["description", "notes"], write: ({ why }) => why, read: String },
  { name: "needs", also: ["depends on"], write: ({ needs }) => needs.join(" "), read: wordsOf },
  { name: "data", also: [], write: ({ data }) => data.join(" "), read: wordsOf },
  { name: "added", also: ["created"], write: ({ added }) => added, read: dayOf },
  { name: "started", also: [], write: ({ started }) => started, read: dayOf },
  { name: "done", also: ["resolved", "closed"], write: ({ done }) => done, read: dayOf },
  {
    name: "stories",
    also: [],
    write: ({ stories }) => (stories.length === 0 ? "" : JSON.stringify(stories)),
    read: storiesOf,
  },
];
const riceKeys = ["reach", "impact", "confidence", "effort"];

/** Writes the features of a product as CSV, in the order of the file, with score and rank behind them. */
export function featuresCsv({ features }: Product, board: Board): string {
  const scored = new Map(board.features.map((feature) => [feature.id, feature]));
  const rows = features.map((feature) => {
    const { score, rank } = scored.get(feature.id) ?? {};
    return [...columns.map(({ write }) => write(feature)), score, rank];
  });
  return csvText([[...columns.map(({ name }) => name), "score", "rank"], ...rows]);
}

/**
 * Reads features from a list with a header line. Columns are found by their names and the usual other ones; unknown columns are
 * left out.
 * @param titles name of the column of the titles where it is none of the usual ones
 * @throws UserError when no column holds titles
 */
export function featuresOfCsv(records: readonly TextRecord[], file: string, titles?: string): Draft[] {
  const [header, ...rows] = records;
  const names = header?.cells.map((name) => name.trim().toLowerCase()) ?? [];
  const places = columns.map(({ name, also }) => {
    const at = names.indexOf(name);
    return at !== -1 ? at : names.findIndex((written) => also.includes(written));
  });
  const title = columns.findIndex(({ name }) => name === "title");
  if (titles !== undefined) places[title] = names.indexOf(titles.trim().toLowerCase());
  if (places[title] === -1) {
    const there = listText((header?.cells ?? []).map((name) => quote(name.trim())));
    const what = titles === undefined ? "no column holds titles" : `there is no column ${quote(titles)}`;
    throw new UserError(
      `${file}, line ${header?.line ?? 1}: ${what}; say which one does: syndata mvp import --title COLUMN. There are ${there}`,
    );
  }
  return rows.flatMap(({ cells }) => {
    const draft: Record<string, unknown> = {};
    const rice: Record<string, unknown> = {};
    for (const [k, { name, read }] of columns.entries()) {
      const cell = plainCell(cells[places[k]!] ?? "");
      if (cell.trim() === "") continue;
      const value = read(cell);
      if (value === undefined || Number.isNaN(value)) continue;
      (riceKeys.includes(name) ? rice : draft)[name] = value;
    }
    if (draft["title"] === undefined) return [];
    return [
      withoutEmpty({
        ...draft,
        title: String(draft["title"]),
        rice: Object.keys(rice).length === 0 ? undefined : rice,
      }),
    ];
  });
}

/** Ids of other programs (`PROJ-12`, `#7`) are not ids of features. */
function ideaId(cell: string): string | undefined {
  return /^[a-z0-9]+(-[a-z0-9]+)*$/.test(cell) && /[a-z]/.test(cell) ? cell : undefined;
}

function wordsOf(cell: string): string[] {
  return cell.split(/[\s,;]+/).filter((word) => word !== "");
}

function dayOf(cell: string): string | undefined {
  const iso = /^(\d{4}-\d{2}-\d{2})/.exec(cell.trim());
  return iso?.[1];
}

function storiesOf(cell: string): unknown {
  try {
    const value: unknown = JSON.parse(cell);
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
