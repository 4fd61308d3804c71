import { z } from "zod";
import { personalTypes } from "../config/personal/personalTypes.ts";
import { datetime, percent, quantity } from "../metrics/formatScore.ts";
import type { ColumnProfile, TableProfile } from "../table/profile/tableProfile.ts";
import { shown } from "./confine.ts";
import { existing } from "./existing.ts";
import { working } from "./inWorker.ts";
import { fieldOf, type Tool } from "./tool.ts";

const input = z.strictObject({
  data: z
    .string()
    .min(1)
    .optional()
    .describe("A CSV, TSV, Parquet, JSON or NDJSON file, relative to the workspace."),
  path: z.string().min(1).optional().describe("Former name of data."),
});

const output = z.object({
  data: z.string(),
  rows: z.int(),
  columns: z.array(
    z.object({
      name: z.string(),
      type: z.string(),
      distinct: z.int(),
      missing: z.int().describe("Rows without a value."),
      reason: z.string(),
      personal: z.string().optional().describe("What of a person it holds."),
      warnings: z.array(z.string()),
    }),
  ),
  warnings: z.array(z.string()),
});

export const profileTableTool: Tool<typeof input> = {
  name: "profile_table",
  title: "Profile Table",
  description:
    "Says what each column of a data file holds: type and why, share of missing values, number of distinct values, common categories, where the middle 90 % of numbers and dates lie. Never single rows, rare values, extremes, ids or free text. Use it before create_config.",
  input,
  output,
  readOnly: true,
  confirmation: ({ data, path }) => `Read ${data ?? path} and describe its columns?`,
  async perform({ data, path }, context) {
    const name = fieldOf("data", data, path);
    const file = existing(context.roots, name);
    context.progress(0, `reading ${name}`);
    const profile = await working(context, (worker) => worker.start("profile", { data: file, shared: true }));
    const place = shown(context.roots, file);
    return {
      text: profileText(place, profile),
      data: {
        data: place,
        rows: profile.rows,
        columns: profile.columns.map(
          ({ name, sdtype, cardinality, missing, reason, personal, warnings }) => ({
            name,
            type: sdtype,
            distinct: cardinality,
            missing,
            reason,
            ...(personal !== undefined && { personal: personal.type }),
            warnings,
          }),
        ),
        warnings: profile.warnings,
      },
    };
  },
};

/** `profile` holds nothing but what may be shared. */
function profileText(name: string, profile: TableProfile): string {
  return [
    `${name}: ${profile.rows} rows, ${profile.columns.length} columns`,
    ...profile.columns.map(columnLine),
    ...profile.warnings.map((warning) => `warning: ${warning}`),
  ].join("\n");
}

function columnLine(column: ColumnProfile): string {
  const missing = column.missing === 0 ? "" : `, ${percent(column.missing / column.rows)} missing`;
  const notes = [column.reason, ...column.warnings].join("; ");
  const personal =
    column.personal === undefined ? "" : `, personal: ${personalTypes[column.personal.type].title}`;
  return `- ${JSON.stringify(column.name)}: ${column.sdtype}, ${column.cardinality} distinct${missing}${personal}${valuesOf(column)} (${notes})`;
}

function valuesOf({ sdtype, quantiles, top, rows }: ColumnProfile): string {
  if (sdtype === "id" || sdtype === "text") return "";
  if (quantiles !== null && rows >= 100) {
    const show = sdtype === "datetime" ? datetime : quantity;
    return `, 90 % between ${show(quantiles[1]!)} and ${show(quantiles[5]!)}`;
  }
  if (quantiles !== null) return "";
  if (top.length === 0) return "";
  return `: ${top.map(({ value, count }) => `${JSON.stringify(value)} ${percent(count / rows)}`).join(", ")}`;
}
