import { z } from "zod";
import type { ColumnSpec } from "../../config/columnSpec.ts";
import { type Replacement, replacements } from "../../config/personal/personalTypes.ts";
import { covers } from "../../jsonc/covers.ts";
import { affixSchema } from "../../table/affixSchema.ts";
import type { ColumnFormat, FileFormat } from "../../table/format.ts";
import type { PlanBase } from "../../transform/columns/columnKind.ts";
import { type ColumnPlan, columnKinds, kindOf, modelColumnsOf } from "../../transform/columns/columnKinds.ts";
import { entitySchema } from "../../transform/entities/entityPlan.ts";
import { firstLinesSchema } from "../../transform/entities/firstLines.ts";
import type { JsonValue, ModelColumn } from "../../transform/modelTable.ts";
import { parsePattern } from "../../transform/pattern.ts";
import { personalTypeSchema, savedPeopleSchema } from "../../transform/personal/planSchemas.ts";
import { boundNames, outputNames, plansOf, type RestorePlan } from "../../transform/restorePlan.ts";
import { rowOrderSchema } from "../../transform/rowOrder.ts";
import { rulesPlanSchema } from "../../transform/rules/rulesSchema.ts";
import { runningSchema } from "../../transform/running/runningPlan.ts";
import { DamagedPart } from "./damagedPart.ts";
import { readSaved, version } from "./savedJson.ts";
import { strangeName } from "./strangeName.ts";
import { tryRestoring } from "./tryRestoring.ts";

const part = "table.json";
const text = z.string().max(1000);
const decimals = z.int().min(0).max(15).nullable();

const columnFormatSchema = covers<ColumnFormat>()(
  z.strictObject({
    physical: z.enum(["integer", "decimal", "text", "boolean", "date", "timestamp", "time"]),
    decimals,
    significant: z.int().min(0).max(30).exactOptional(),
    exponent: z
      .strictObject({
        letter: z.enum(["e", "E"]),
        plus: z.boolean(),
        digits: z.int().min(0).max(10),
        padded: z.boolean(),
        below: z.number().positive().exactOptional(),
        from: z.number().positive().exactOptional(),
      })
      .exactOptional(),
    fixedDecimals: z.boolean(),
    keepPoint: z.boolean(),
    dateFormat: text.nullable(),
    dateForms: z.array(text).min(1).max(100).readonly().exactOptional(),
    missingToken: z.string(),
    decimalPoint: z.enum([".", ","]),
    fileType: z.string().nullable(),
    affix: affixSchema.exactOptional(),
    quoted: z.boolean().exactOptional(),
    unnamed: z.literal(true).exactOptional(),
  }),
);

const fileFormatSchema = covers<FileFormat>()(
  z.strictObject({
    type: z.enum(["csv", "parquet", "json", "ndjson"]),
    delimiter: z.string().max(10),
    quote: z.string().max(10),
    header: z.enum(["none", "rowNames"]).exactOptional(),
    quoting: z.enum(["minimal", "strings", "all", "none"]),
    newline: z.enum(["\n", "\r\n"]),
    bom: z.boolean(),
    encoding: z.enum(["utf-8", "latin-1", "utf-16", "utf-16be"]),
    compression: z.enum(["none", "gzip"]),
    excelSafe: z.literal(true).exactOptional(),
  }),
);

function isPattern(source: string): boolean {
  try {
    parsePattern(source, { distinct: false });
    return true;
  } catch {
    return false;
  }
}

const specSchema = covers<ColumnSpec>()(
  z.strictObject({
    name: z.string(),
    sdtype: z.enum(["numerical", "categorical", "boolean", "datetime", "id", "text"]),
    role: z.enum(["feature", "target", "id", "sensitive", "drop"]),
    format: columnFormatSchema,
    decimals,
    min: z.number().nullable(),
    max: z.number().nullable(),
    missing: z.enum(["model", "never"]),
    maxCategories: z.number().min(0),
    minCategoryCount: z.number().min(0),
    pattern: z.string().refine(isPattern, { error: "the pattern cannot be read" }).nullable(),
    split: z
      .union([
        z.strictObject({ by: z.literal("options"), separator: z.string().max(10) }),
        z.strictObject({ by: z.literal("parts") }),
      ])
      .exactOptional(),
    personal: z
      .strictObject({
        type: personalTypeSchema,
        replace: z.enum(Object.keys(replacements) as [Replacement, ...Replacement[]]),
      })
      .nullable()
      .exactOptional(),
  }),
);

const planSchema = z.unknown().transform((raw, context): ColumnPlan => {
  const kind = (raw as { readonly kind?: unknown } | null)?.kind;
  if (typeof kind !== "string" || !Object.hasOwn(columnKinds, kind)) {
    context.issues.push({
      code: "custom",
      input: raw,
      message: `there is no kind of column ${String(kind)}`,
    });
    return z.NEVER;
  }
  const schema: z.ZodType<ColumnPlan> = columnKinds[kind as ColumnPlan["kind"]].schema;
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  for (const { message, path } of parsed.error.issues)
    context.issues.push({ code: "custom", input: raw, message, path: [...path] });
  return z.NEVER;
});

const tableSchema = z.strictObject({
  restore: z.strictObject({
    version: version(1),
    columns: z.array(planSchema),
    dropped: z.array(z.strictObject({ name: z.string(), reason: z.string() })),
    people: savedPeopleSchema.exactOptional(),
    entities: z.array(entitySchema).exactOptional(),
    order: rowOrderSchema.exactOptional(),
    running: z.array(runningSchema).min(1).exactOptional(),
    firstLines: firstLinesSchema.exactOptional(),
    dateForms: z
      .array(
        z
          .strictObject({
            name: z.string(),
            form: columnKinds.category.schema,
            dateOnly: z.array(z.int().min(0)).readonly(),
          })
          .readonly(),
      )
      .readonly()
      .exactOptional(),
    rules: rulesPlanSchema.exactOptional(),
  }),
  format: fileFormatSchema,
  columns: z.array(z.strictObject({ name: z.string(), format: columnFormatSchema })),
  specs: z.array(specSchema),
  info: z.json(),
});

/** How the rows of a model are restored and written: `table.json` of a model file. */
export interface SavedTable {
  readonly restore: RestorePlan;
  readonly format: FileFormat;
  readonly columns: readonly { readonly name: string; readonly format: ColumnFormat }[];
  readonly specs: readonly ColumnSpec[];
  readonly info: JsonValue;
}

/** Persons of several rows stand among the entities, where an older file has them with the people. */
function withEntities({ people, ...restore }: z.output<typeof tableSchema>["restore"]): RestorePlan {
  if (people === undefined) return restore;
  const { entity, ...own } = people;
  return { ...restore, people: own, ...(entity && { entities: [entity] }) };
}

/** @throws DamagedPart naming the place that is not what SynData writes */
export function readSavedTable(json: unknown): SavedTable {
  const saved = readSaved(tableSchema, json, part);
  const names = saved.restore.columns.map((c) => c.name);
  if (new Set(names).size < names.length) throw new DamagedPart(part, "restore: a column occurs twice");
  const output = outputNames(saved.restore);
  if (saved.columns.map((c) => c.name).join("\n") !== output.join("\n"))
    throw new DamagedPart(part, "columns: they are not those of restore");
  const specified = new Set(saved.specs.map((c) => c.name));
  const unspecified = output.find((name) => !specified.has(name));
  if (unspecified !== undefined) throw new DamagedPart(part, `specs: column ${unspecified} is missing`);
  return { ...saved, restore: withEntities(saved.restore), info: saved.info as JsonValue };
}

/** Checks that a plan can restore what a model of these columns gives, and rows be written so. @throws DamagedPart naming the column */
export function checkRestorable(
  { restore: plan, columns: written }: Pick<SavedTable, "restore" | "columns">,
  columns: readonly ModelColumn[],
): void {
  const fitted = new Map(columns.map((c) => [c.name, c]));
  const left = new Set(fitted.keys());
  const bound = [...boundNames(plan)].map((name) => [name, { kind: "bound", name }] as const);
  const plans = new Map<string, PlanBase>([...bound, ...plansOf(plan)]);
  for (const column of plan.columns) {
    const source = { column: fitted.get(column.name), fitted, plans };
    const problem = kindOf(column).problem?.(column, source);
    if (problem !== undefined) throw new DamagedPart(part, `restore: column ${column.name} ${problem}`);
    for (const name of modelColumnsOf(column)) left.delete(name);
  }
  for (const { name, form } of plan.dateForms ?? []) {
    const source = { column: fitted.get(form.name), fitted, plans };
    const problem = kindOf(form).problem?.(form, source);
    if (problem !== undefined) throw new DamagedPart(part, `restore: the form of column ${name} ${problem}`);
    left.delete(form.name);
  }
  for (const name of left)
    throw new DamagedPart(part, `restore: column ${name} of the model is not restored`);
  const strange = strangeName(plan, fitted.keys());
  if (strange !== undefined) throw new DamagedPart(part, `restore: ${strange}`);
  const problem = tryRestoring(plan, columns, written);
  if (problem !== undefined) throw new DamagedPart(part, `restore: it makes no row (${problem})`);
}
