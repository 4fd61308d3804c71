import { counted, grouped } from "../language/counts.ts";
import type { ColumnProfile, TableProfile } from "../table/profile/tableProfile.ts";
import { kOf } from "../table/protection/kOf.ts";
import { defaultMaxCategories } from "./columnDefaults.ts";
import { type ModelType, modelSchemas, recommendedModel } from "./modelOptions/model.ts";
import { modelTypes } from "./modelOptions/modelLabels.ts";
import { outputName } from "./paths.ts";
import { confident, type PersonalType, personalTypes } from "./personal/personalTypes.ts";
import { isPerhapsInvented, isSparsePostcode } from "./personal/resolvePersonal.ts";
import { maxTogether } from "./rules/searchedColumns.ts";
import { configVersion, type SourceConfig, schemaUri } from "./schema.ts";
import { suggestTarget } from "./suggestTarget.ts";

export interface InitOptions {
  /** Default: `recommendedModel`. */
  readonly model?: ModelType;
  /** Relative to the config; default `synthetic/` and the source's file name. */
  readonly output?: string;
  /** How the source was read, where that was said. */
  readonly source?: Omit<SourceConfig, "path">;
  /** Default: as many as the source has. */
  readonly rows?: number;
  /** Default: `suggestTarget`. */
  readonly target?: string;
  /** Default: 42. */
  readonly seed?: number;
  /** Rules found in the table: entries of `rules` as JSON, and what speaks for each. */
  readonly rules?: readonly FoundEntry[];
}

/** A rule found in the table. */
export interface FoundEntry {
  /** Entry of `rules` as JSON. */
  readonly json: string;
  /** What speaks for it. */
  readonly evidence: string;
  /** No row looked at breaks it: others are written as comments. */
  readonly exact: boolean;
}

/**
 * The text of a commented config inferred from a profile. `dataPath` is written as it is, so it should be relative to
 * where the config will stand. The text holds names and counts, never values of the data: it can be committed.
 */
export function initConfig(dataPath: string, profile: TableProfile, options: InitOptions = {}): string {
  const path = dataPath.replaceAll("\\", "/");
  const file = path.slice(path.lastIndexOf("/") + 1);
  const model = options.model ?? recommendedModel;
  return `${[
    `// How to make a synthetic table from ${comment(file)} (${counted(profile.rows, "row")}, ${counted(profile.columns.length, "column")}).`,
    "// Every line is a guess that you can correct; a line you remove is guessed again at each run.",
    "{",
    `  "$schema": ${json(schemaUri)},`,
    `  "version": ${configVersion},`,
    ...(profile.notes ?? []).map((note) => `  // ${comment(note)}`),
    `  "source": ${sourceEntry(path, options.source ?? {})},`,
    "",
    ...columnLines(profile),
    "",
    ...ruleLines(options.rules ?? [], profile.columns.length),
    ...modelLines(model),
    `  "output": { "path": ${json(options.output ?? `synthetic/${outputName(file)}`)}, "rows": ${options.rows ?? Math.max(1, profile.rows)} },`,
    "",
    ...reportLines(profile, options.target),
    "",
    "  // The same seed, data and config give the same file, byte for byte.",
    `  "seed": ${options.seed ?? 42}`,
    "}",
  ].join("\n")}\n`;
}

function sourceEntry(path: string, options: Omit<SourceConfig, "path">): string {
  const given = Object.entries({ path, ...options }).filter(([, value]) => value !== undefined);
  return `{ ${given.map(([key, value]) => `${json(key)}: ${json(value)}`).join(", ")} }`;
}

function columnLines(profile: TableProfile): string[] {
  const rare = kOf(profile.rows);
  const named = profile.columns.filter((c) => c.name !== "__proto__");
  return [
    "  // type: numerical, categorical, boolean, datetime, id or text. role: feature, target, id, sensitive or drop.",
    `  // No category, smallest or largest value that fewer than ${rare} rows have is ever emitted ("minCategoryCount").`,
    `  "columns": {${named.length === 0 ? "}," : ""}`,
    ...named.flatMap((column, i) => [
      `    // ${columnComment(column)}`,
      `    ${json(column.name)}: ${columnEntry(column)}${i === named.length - 1 ? "" : ","}`,
    ]),
    ...(named.length === 0 ? [] : ["  },"]),
  ];
}

function ruleLines(rules: readonly FoundEntry[], columns: number): string[] {
  if (rules.length === 0) return [];
  const lines = ({ json: entry, evidence }: FoundEntry, slashes: string) => [
    `    // ${comment(evidence)}`,
    `    ${slashes}${slashes === "" ? entry : comment(entry)},`,
  ];
  const near = columns > maxTogether ? ", between columns that stand near each other" : "";
  const offered = rules.filter(({ exact }) => !exact);
  return [
    `  // Rules that hold in the rows examined${near}; every rule is kept in all rows of the output.`,
    '  "rules": [',
    ...rules.filter(({ exact }) => exact).flatMap((rule) => lines(rule, "")),
    ...(offered.length === 0
      ? []
      : ["    // What some rows break: take the slashes away to keep it in all rows of the output."]),
    ...offered.flatMap((rule) => lines(rule, "// ")),
    "  ],",
    "",
  ];
}

function columnComment(column: ColumnProfile): string {
  const missing = column.missing === 0 ? "" : `, ${share(column.missing / Math.max(1, column.rows))} missing`;
  const reason = isLeftOut(column) ? "texts" : comment(column.reason).replace(/\.$/, "");
  const isTold = new RegExp(`\\b${column.cardinality}\\b`).test(reason.replaceAll(",", ""));
  const values = isTold ? "" : counted(column.cardinality, "different value");
  const guess = [reason, values].filter((part) => part !== "").join(" · ");
  const isInvented = inventedType(column) !== undefined;
  const warnings = column.warnings.filter((text) => !(isInvented && text.startsWith("free text")));
  const notes = [...personalNote(column), ...consequences(column), ...warnings.map(comment)].map(
    (note) => `; ${note.replace(/\.$/, "")}`,
  );
  return `${guess}${missing}${notes.join("")}`;
}

/** The type of a column whose values are invented because they were found to name persons. */
function inventedType(column: ColumnProfile): PersonalType | undefined {
  const { personal, sdtype } = column;
  if (personal === undefined || personal.confidence < confident) return undefined;
  if (isSparsePostcode(column)) return personal.type;
  if (personalTypes[personal.type].replace !== "invent") return undefined;
  const isPlainId = sdtype === "id" && (personal.type === "customerId" || personal.type === "deviceId");
  return isPlainId ? undefined : personal.type;
}

function personalNote(column: ColumnProfile): string[] {
  const { personal } = column;
  if (personal === undefined) return [];
  const { title, exposure } = personalTypes[personal.type];
  if (exposure === "other") return [];
  const reason = comment(personal.reason);
  if (isSparsePostcode(column))
    return [
      `quasi-identifier (${title}), too varied to be fitted: new values are invented, of the forms that its city and country have`,
    ];
  if (exposure === "quasi") return [`quasi-identifier (${title})`];
  if (inventedType(column) !== undefined)
    return [`personal data (${title}: ${reason}): never fitted, new values are invented`];
  if (personal.type === "position" && personal.confidence >= confident)
    return [
      `personal data (${title}: ${reason}): made coarser, to a tenth of a degree, before anything is fitted`,
    ];
  if (personal.type === "freeText")
    return [
      `personal data (${title}: ${reason}): left out; "replace": "mask" writes placeholders such as [text with e-mail address]`,
    ];
  if (isPerhapsInvented(column))
    return [
      `perhaps personal data (${title}: ${reason}): new values are invented, to be safe; "personal": "none" fits it, "personal": ${json(personal.type)} says that it is`,
    ];
  return personal.confidence < confident
    ? [`perhaps personal data (${title}: ${reason}): "personal": ${json(personal.type)} says that it is`]
    : [`personal data (${title}: ${reason})`];
}

function consequences(column: ColumnProfile): string[] {
  if (inventedType(column) !== undefined || isPerhapsInvented(column) || isLeftOut(column)) return [];
  if (column.sdtype === "id") return ['never learned from, new ones are generated; another "type" learns it'];
  if (column.sdtype === "text" && !column.warnings.some((w) => w.startsWith("free text")))
    return ['left out of the output; give it a "pattern" to fill it'];
  if (column.split !== undefined) return ['"split": "none" fits whole texts as categories'];
  if (column.sdtype === "categorical" && column.cardinality > defaultMaxCategories)
    return [`the ${grouped(defaultMaxCategories)} most frequent are kept ("maxCategories")`];
  return [];
}

/** Texts with identifiers in them are left out, whatever else they look like. */
function isLeftOut({ personal }: ColumnProfile): boolean {
  return personal?.type === "freeText" && personal.confidence >= confident;
}

function columnEntry(column: ColumnProfile): string {
  if (isLeftOut(column)) return '{ "personal": "freeText", "replace": "drop" }';
  const invented = inventedType(column);
  if (invented !== undefined) return `{ "personal": ${json(invented)}, "replace": "invent" }`;
  if (column.personal?.type === "position" && column.personal.confidence >= confident)
    return '{ "personal": "position", "replace": "generalize" }';
  if (isPerhapsInvented(column)) return '{ "replace": "invent" }';
  const entry: Record<string, unknown> = { type: column.sdtype };
  if (column.sdtype === "numerical" && column.format.decimals !== null)
    entry["decimals"] = Math.min(15, Math.max(0, column.format.decimals));
  if (column.sdtype === "datetime" && column.format.dateFormat !== null)
    entry["format"] = column.format.dateForms ?? column.format.dateFormat;
  if (
    column.sdtype === "id" &&
    column.pattern !== null &&
    column.pattern.length <= 500 &&
    column.pattern !== ""
  )
    entry["pattern"] = column.pattern;
  if (column.split !== undefined) entry["split"] = column.split.by;
  if (column.split?.by === "options") entry["separator"] = column.split.separator;
  const fields = Object.entries(entry).map(([key, value]) => `${json(key)}: ${json(value)}`);
  return `{ ${fields.join(", ")} }`;
}

function modelLines(type: ModelType): string[] {
  const about = (modelSchemas[type].meta()?.description ?? type).replace(/( \(|\. |\.$).*/s, "");
  const defaults = modelSchemas[type].safeParse({ type }).data;
  const more =
    defaults !== undefined && "epochs" in defaults && typeof defaults.epochs === "number"
      ? `, "epochs": ${defaults.epochs}`
      : "";
  return [
    `  // ${about}. Other types: ${modelTypes.filter((other) => other !== type).join(", ")}.`,
    `  "model": { "type": ${json(type)}${more} },`,
    "",
  ];
}

function reportLines(profile: TableProfile, chosen: string | undefined): string[] {
  const target = chosen ?? suggestTarget(profile);
  const guessed = chosen === undefined;
  const holdout = profile.rows >= 50 ? 0.2 : 0;
  return [
    '  "report": {',
    "    // Remove the slashes to make a run fail (exit code 3) when the result is not good enough:",
    '    // "gates": { "columnShapes": { "min": 0.85 }, "dcrShare": { "max": 0.55 } },',
    ...(target === undefined
      ? []
      : [
          `    // The column a model would predict; usefulness is judged by it.${guessed ? " This is a guess: change it if it is wrong." : ""}`,
          `    "target": ${json(target)},`,
        ]),
    ...quasiLines(profile),
    holdout > 0
      ? "    // Share of the rows set aside before training: the report compares with them."
      : "    // Too few rows to set some aside; from 50 rows on, 0.2 lets the report say more.",
    `    "holdout": ${holdout}`,
    "  },",
  ];
}

/** Columns by which a person could be singled out, for the report to watch. */
function quasiLines(profile: TableProfile): string[] {
  const names = profile.columns.flatMap(({ name, personal, cardinality, rows }) =>
    personal !== undefined &&
    personalTypes[personal.type].exposure === "quasi" &&
    personal.confidence >= confident &&
    cardinality > 1 &&
    cardinality < rows
      ? [name]
      : [],
  );
  return names.length < 2
    ? []
    : [
        "    // What an outsider may know about a person: the report counts how many share it.",
        `    "quasiIdentifiers": [${names.map(json).join(", ")}],`,
      ];
}

function json(value: unknown): string {
  return JSON.stringify(value);
}

/** Text that cannot end its comment line. */
function comment(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim();
}

/** 0.0004 → `under 0.1 %`, 0.0563 → `5.6 %` */
function share(fraction: number): string {
  if (fraction > 0 && fraction < 0.001) return "under 0.1 %";
  return fraction < 1 && fraction > 0.999 ? "over 99.9 %" : `${Number((100 * fraction).toFixed(1))} %`;
}
