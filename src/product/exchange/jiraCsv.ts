import type { TextRecord } from "../../table/read/csv/csvCells.ts";
import { UserError } from "../../table/userError.ts";
import type { Product } from "../schema.ts";
import { csvText, plainCell } from "./csvText.ts";
import { type Draft, detailsText, readDetails, withoutEmpty } from "./details.ts";
import { moscowOf, priorityWord, statusOf, statusWord } from "./words.ts";

const head = [
  "Summary",
  "Issue Type",
  "Status",
  "Priority",
  "Fix Version",
  "Description",
  "Labels",
  "SynData",
];

/** Writes features as a CSV that Jira imports: Summary first; what Jira has no field for stands in the column SynData. */
export function jiraCsv({ features }: Product): string {
  const rows = features.map((feature) => [
    feature.title,
    "Story",
    statusWord(feature.status),
    priorityWord(feature.moscow),
    feature.phase,
    feature.why,
    feature.moscow,
    detailsText(feature),
  ]);
  return csvText([head, ...rows]);
}

/** Whether the header is that of an issue list of Jira. */
export function isJira({ cells }: TextRecord): boolean {
  const names = cells.map((cell) => cell.trim().toLowerCase());
  return names.includes("summary") && (names.includes("issue type") || names.includes("issue key"));
}

/** Reads features from Jira's CSV; columns that stand several times, such as Labels, are read together. */
export function featuresOfJira([header, ...rows]: readonly TextRecord[], file: string): Draft[] {
  if (header === undefined) throw new UserError(`${file} is empty`);
  const cellsOf = ({ cells }: TextRecord, ...names: readonly string[]): string[] =>
    header.cells.flatMap((name, k) =>
      names.includes(name.trim().toLowerCase()) && (cells[k] ?? "") !== "" ? [plainCell(cells[k]!)] : [],
    );
  return rows.flatMap((row) => {
    const [title] = cellsOf(row, "summary");
    if (title === undefined) return [];
    const labels = cellsOf(row, "labels").flatMap((cell) => cell.split(/\s+/));
    const [status] = cellsOf(row, "status");
    const [priority] = cellsOf(row, "priority");
    const [created] = cellsOf(row, "created");
    const moscow = labels.map(moscowOf).find((group) => group !== undefined);
    return [
      withoutEmpty({
        title,
        moscow: moscow ?? (priority === undefined ? undefined : moscowOf(priority)),
        phase: cellsOf(row, "fix version", "fix version/s", "fix versions")[0],
        status: status === undefined ? undefined : statusOf(status),
        why: cellsOf(row, "description")[0],
        added: created === undefined ? undefined : /^\d{4}-\d{2}-\d{2}/.exec(created)?.[0],
        ...readDetails(cellsOf(row, "syndata")[0] ?? ""),
      }),
    ];
  });
}
