import type { Finding } from "../../jsonc/configText.ts";
import { listText, quote } from "../../jsonc/quote.ts";
import { dateDirectives, findUnknownDirective } from "../../table/cells/dateDirectives.ts";
import type { Sdtype } from "../../table/columnTypes.ts";
import type { ColumnProfile } from "../../table/profile/tableProfile.ts";
import { learnableType } from "../columnDefaults.ts";
import type { ColumnSpec } from "../columnSpec.ts";
import { parseIsoDate } from "../isoDate.ts";
import { type ColumnConfig, columnConfig, type SynthConfig } from "../schema.ts";

/** What the config says of one column (or leaves open) against what the file holds. */
export function checkColumn(config: SynthConfig, column: ColumnProfile, spec: ColumnSpec): Finding[] {
  const given = columnConfig(config, column.name) ?? {};
  const at = (key: keyof ColumnConfig) => ["columns", column.name, key];
  if (spec.role === "drop") return [];
  const type = checkType(column, given, at("type"));
  if (type !== undefined) return [type];
  return [
    ...checkRole(column, given, at("role")),
    ...checkBounds(column, given, spec.sdtype, at),
    ...checkUnused(given, spec.sdtype, at),
    ...checkPattern(given, at("pattern")),
    ...checkDateFormat(given, at("format")),
    ...checkContent(column, spec),
  ];
}

/** A type the column's values cannot have. */
function checkType(
  column: ColumnProfile,
  { type, format }: ColumnConfig,
  path: string[],
): Finding | undefined {
  const { physical } = column.format;
  const impossible =
    column.cardinality > 0 &&
    ((type === "numerical" && !isNumeric(column)) ||
      (type === "datetime" && !isDate(physical) && format === undefined) ||
      (type === "boolean" && column.cardinality > 2));
  if (type === undefined || !impossible) return undefined;
  const advice = type === "datetime" ? '; or say how its dates are written with "format"' : "";
  const found =
    type === "boolean" ? `it has ${column.cardinality} different values` : `its values are ${held[physical]}`;
  return {
    severity: "error",
    code: "wrong-column-type",
    message: `column ${quote(column.name)} cannot be ${type}: ${found}; inferred is ${column.sdtype}${advice}`,
    path,
    at: "value",
    fix: { title: `Change to "${column.sdtype}"`, value: column.sdtype },
  };
}

/** Numbers, or whole numbers with more digits than a floating-point number holds, which are read as text. */
function isNumeric({ format: { physical }, sdtype, pattern }: ColumnProfile): boolean {
  const isLong = physical === "text" && (sdtype === "numerical" || pattern === "\\d+");
  return physical === "integer" || physical === "decimal" || isLong;
}

const held: Readonly<Record<ColumnProfile["format"]["physical"], string>> = {
  integer: "whole numbers",
  decimal: "numbers",
  text: "texts",
  boolean: "true/false words",
  date: "dates",
  timestamp: "dates with times",
  time: "times of day",
};

function checkRole(column: ColumnProfile, { role, type }: ColumnConfig, path: string[]): Finding[] {
  if (role !== "id" || type === undefined || type === "id") return [];
  return [
    {
      severity: "warning",
      code: "id-role",
      message: `column ${quote(column.name)} has the role id: its type ${type} does not count, new ids are generated`,
      path,
      at: "value",
    },
  ];
}

function checkBounds(
  column: ColumnProfile,
  given: ColumnConfig,
  sdtype: Sdtype,
  at: (key: keyof ColumnConfig) => string[],
): Finding[] {
  if (sdtype !== "numerical" && sdtype !== "datetime") return [];
  const findings: Finding[] = [];
  const bounds: Partial<Record<"min" | "max", number>> = {};
  for (const key of ["min", "max"] as const) {
    const bound = given[key];
    if (bound === undefined) continue;
    const value = sdtype === "numerical" ? bound : typeof bound === "string" ? parseIsoDate(bound) : bound;
    if (typeof value === "number") bounds[key] = value;
    else
      findings.push({
        severity: "error",
        code: "wrong-type",
        message:
          sdtype === "numerical"
            ? `columns.${column.name}.${key} must be a number, not ${quote(bound)}`
            : `columns.${column.name}.${key} must be an ISO date such as "2024-12-31" or "2024-12-31T23:59:59", not ${quote(bound)}`,
        path: at(key),
        at: "value",
      });
  }
  const { min, max } = bounds;
  if (min !== undefined && column.max !== null && min > column.max)
    findings.push(emptyRange(column, at("min"), "above"));
  else if (max !== undefined && column.min !== null && max < column.min)
    findings.push(emptyRange(column, at("max"), "below"));
  else if (min !== undefined && max !== undefined && min > max)
    findings.push({
      severity: "error",
      code: "invalid-value",
      message: `columns.${column.name}.min must not exceed max`,
      path: at("min"),
      at: "value",
    });
  return findings;
}

function emptyRange(column: ColumnProfile, path: string[], side: string): Finding {
  const message = `the range of column ${quote(column.name)} lies ${side} every value in the data`;
  return { severity: "error", code: "out-of-range", message, path, at: "value" };
}

/** Settings that mean nothing for the column's type. */
function checkUnused(
  given: ColumnConfig,
  sdtype: Sdtype,
  at: (key: keyof ColumnConfig) => string[],
): Finding[] {
  const keys = Object.keys(given) as (keyof ColumnConfig)[];
  return keys
    .filter((key) => given[key] !== undefined && !(usedBy[key]?.includes(sdtype) ?? true))
    .map((key) => ({
      severity: "warning",
      code: "unused-setting",
      message: `${quote(key)} has no effect on a ${sdtype} column; it is for ${listText(usedBy[key] ?? [])}`,
      path: at(key),
      at: "key",
    }));
}

const usedBy: Partial<Record<keyof ColumnConfig, readonly Sdtype[]>> = {
  decimals: ["numerical"],
  min: ["numerical", "datetime"],
  max: ["numerical", "datetime"],
  maxCategories: ["categorical"],
  minCategoryCount: ["categorical", "boolean", "numerical", "datetime"],
  pattern: ["id", "text"],
  format: ["datetime"],
  split: ["categorical"],
  separator: ["categorical"],
};

function checkPattern({ pattern }: ColumnConfig, path: string[]): Finding[] {
  if (pattern === undefined) return [];
  try {
    new RegExp(pattern, "u");
    return [];
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/^Invalid regular expression: /, "") : "";
    const message = `the pattern ${quote(pattern)} is not a regular expression: ${why}`;
    return [{ severity: "error", code: "invalid-pattern", message, path, at: "value" }];
  }
}

function checkDateFormat({ format }: ColumnConfig, path: string[]): Finding[] {
  if (format === undefined) return [];
  return (typeof format === "string" ? [format] : format).flatMap((one) => {
    const unknown = findUnknownDirective(one);
    const wrong =
      unknown !== undefined
        ? `has the unknown directive ${unknown}`
        : /%-?[A-Za-z]/.test(one)
          ? undefined
          : "has no directive, so that every date would be written the same";
    if (wrong === undefined) return [];
    const message = `the format ${quote(one)} ${wrong}; the directives are ${dateDirectives.join(" ")}`;
    return [{ severity: "error", code: "invalid-format", message, path, at: "value" }];
  });
}

/** Warnings about what the file holds, whether or not the config mentions the column. */
function checkContent(column: ColumnProfile, spec: ColumnSpec): Finding[] {
  const path = ["columns", column.name];
  const warn = (code: string, message: string): Finding => ({
    severity: "warning",
    code,
    message: `column ${quote(column.name)} ${message}`,
    path,
    at: "key",
  });
  if (column.cardinality === 0) return [warn("empty-column", "has no values; it stays empty in the output")];
  if (spec.personal?.replace === "invent") return [];
  if (spec.sdtype === "text" && spec.pattern === null)
    return [
      warn(
        "text-left-out",
        'is free text, which is never copied: left out; give it a "pattern" to generate values, or the type categorical to learn it',
      ),
    ];
  if (spec.sdtype === "id" || spec.sdtype === "text") return [];
  if (column.cardinality === 1 && column.missing === 0)
    return [warn("constant-column", "has one value in every row; the output repeats it")];
  if (spec.sdtype !== "categorical") return [];
  if (spec.split !== undefined) return [];
  const present = column.rows - column.missing;
  if (column.cardinality === present && present > 20)
    return [
      warn(
        "unique-categories",
        `has a different value in every row: as categories they carry no information and ${protection(spec)}; make it ${learnableType(column) === "numerical" ? "numerical or " : ""}an id or text`,
      ),
    ];
  if (column.cardinality > spec.maxCategories)
    return [
      warn(
        "high-cardinality",
        `has ${column.cardinality} categories: the ${spec.maxCategories} most frequent are kept ("maxCategories"), the others are never emitted`,
      ),
    ];
  return [];
}

function protection(spec: ColumnSpec): string {
  return spec.minCategoryCount > 1
    ? `those of fewer than ${spec.minCategoryCount} rows are never emitted`
    : "would be copied as they are";
}

function isDate(physical: ColumnProfile["format"]["physical"]): boolean {
  return physical === "date" || physical === "timestamp";
}
