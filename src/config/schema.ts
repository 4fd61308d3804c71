import { own } from "../jsonc/own.ts";
import { reportSections } from "../metrics/reportSections.ts";
import "./jitless.ts";
import { z } from "zod";
import { gatesSchema } from "./gates.ts";
import { modelSchema, modelSchemas, recommendedModel } from "./modelOptions/model.ts";
import { localeSchema, peopleSchema, personalFields } from "./personal/personalSchema.ts";
import { privacySchema } from "./privacy/privacySchema.ts";
import { detectRulesSchema, rulesSchema } from "./rules/ruleSchema.ts";

/** Version of the config format this program reads and writes. */
export const configVersion = 1;

/** What `$schema` says; VS Code resolves it through the extension, nothing is fetched. */
export const schemaUri = "syndata://schema/synth.schema.json";

const columnName = (description: string) => z.string().min(1).optional().meta({ description });

export const sourceSchema = z
  .strictObject({
    path: z
      .string()
      .min(1)
      .meta({
        description:
          "The real table: CSV, TSV, JSON or NDJSON (also .gz and .zst), Parquet or Excel (.xlsx). Relative to this config.",
        examples: ["customers.csv"],
      }),
    delimiter: z
      .string()
      .regex(
        /^[^"\r\n\u0080-\u{10ffff}] ?$/u,
        "must be one ASCII character (a space may follow it), and no quote",
      )
      .optional()
      .meta({
        description: "The one character between the fields of a CSV file; detected when left out.",
        examples: [",", ";", "\t", "|"],
      }),
    header: z.boolean().optional().meta({
      description:
        "CSV and Excel: the table has a line with the names of its columns. false: its first line is data, and the columns are named column_1, column_2, …. Left out: there is such a line, and one that looks like data is refused.",
    }),
    skip: z.int().min(0).max(1_000_000).optional().meta({
      description:
        "CSV and Excel: lines above the table (notes, comments) that are skipped; detected when left out and clear.",
    }),
    quotes: z.boolean().optional().meta({
      description:
        'CSV: a cell may be in quotes ("). false: quotes are characters like any other. Left out: true, unless the quotes of a TSV do not pair.',
    }),
    sheet: z
      .string()
      .min(1)
      .optional()
      .meta({ description: "Excel: name of the sheet; the first one when left out.", examples: ["Orders"] }),
    missing: z
      .array(z.string())
      .optional()
      .meta({
        description: "Texts that mean “no value”; detected when left out. The empty cell always does.",
        examples: [["NA", "?"]],
      }),
    sampleRows: z
      .int()
      .min(1000)
      .max(1_000_000_000)
      .optional()
      .meta({
        description:
          "Learn from so many rows, drawn by the seed, where the table has more; rows, missing values and categories are still counted in all of them. Left out: from all rows, or, where these would not fit in half of the memory, from as many as fit in 2 GB.",
        examples: [200_000],
      }),
  })
  .meta({ description: "Where the real rows come from." });

export const sdtypes = {
  numerical: "A number: measured or counted.",
  categorical: "One of a limited set of values.",
  boolean: "One of two values.",
  datetime: "A date, with or without time.",
  id: "Names a row. Never used for training; new ones are generated.",
  text: "Free text. Never copied: left out of the output, or made from `pattern`.",
} as const;

export const roles = {
  feature: "An ordinary column.",
  target: "The column a model would predict: the report judges usefulness by it.",
  id: "Names a row. Never used for training; new ones are generated.",
  sensitive: "Learned like a feature; the report measures how well it can be guessed from the others.",
  drop: "Left out of the output.",
} as const;

const dateFormat = z.string().min(1).max(100);

const splits = {
  options: "The options it lists, one model column each: `Python;SQL;R`.",
  parts: "Its numbers, dates and words, one model column each: `POINT (-73.98 40.7)`, `>100`, `12 kg`.",
  none: "The whole text, as one of a limited set of values.",
} as const;

export const columnSchema = z
  .strictObject({
    type: z
      .enum(keysOf(sdtypes))
      .optional()
      .meta({
        description: "What the column holds; inferred when left out.",
        enumDescriptions: Object.values(sdtypes),
      }),
    role: z
      .enum(keysOf(roles))
      .optional()
      .meta({ description: "What the column is for.", enumDescriptions: Object.values(roles) }),
    decimals: z.int().min(0).max(15).optional().meta({
      description: "Numbers: digits after the decimal point in the output; as in the data when left out.",
    }),
    min: z
      .union([z.number(), z.string()])
      .optional()
      .meta({
        description:
          "Smallest value in the output; a number, or an ISO date for datetimes. Left out: the observed minimum, protected by `minCategoryCount`.",
        examples: [0, "2020-01-01"],
      }),
    max: z
      .union([z.number(), z.string()])
      .optional()
      .meta({
        description:
          "Largest value in the output; a number, or an ISO date for datetimes. Left out: the observed maximum, protected by `minCategoryCount`.",
        examples: [120, "2025-12-31"],
      }),
    values: z
      .array(z.union([z.string(), z.number(), z.boolean()]))
      .min(1)
      .max(100_000)
      .optional()
      .meta({
        description:
          "With `privacy`: every value the column may hold, as public knowledge; a value that is not listed does not count.",
        examples: [["yes", "no"]],
      }),
    bins: z
      .union([
        z.int().min(1).max(10_000),
        z
          .array(z.union([z.number(), z.string()]))
          .min(1)
          .max(10_000),
      ])
      .optional()
      .meta({
        description:
          "With `privacy`: bins of equal width between `min` and `max`, or the bounds between the bins. Left out: 20, or one for each value where there are fewer.",
        examples: [20, [18, 30, 45, 65]],
      }),
    missing: z
      .enum(["model", "never"])
      .optional()
      .meta({
        description: "Missing values in the output.",
        default: "model",
        enumDescriptions: ["Learned: as often, and together with the same values, as in the data.", "None."],
      }),
    maxCategories: z.int().min(2).max(1_000_000).optional().meta({
      description:
        "Maximum number of categories kept, by frequency; the others share one rare bucket and are never emitted.",
      default: 1000,
    }),
    minCategoryCount: z.int().min(1).max(1_000_000).optional().meta({
      description:
        "Privacy: categories seen in fewer rows than this are never emitted, and the range of numbers and dates ends where at least as many rows lie beyond; where persons have several rows, persons are counted. Left out: 5 from 500 rows on, else 2. 1 keeps all, and makes the privacy verdict poor.",
    }),
    pattern: z
      .string()
      .min(1)
      .max(500)
      .optional()
      .meta({
        description: "Ids and text: regular expression of the values to generate.",
        examples: ["[A-Z]{2}-\\d{5}", "CUST\\d{6}"],
      }),
    split: z
      .enum(keysOf(splits))
      .optional()
      .meta({
        description: "Categorical text: what is fitted of it; detected when left out.",
        enumDescriptions: Object.values(splits),
      }),
    separator: z
      .string()
      .min(1)
      .max(5)
      .optional()
      .meta({
        description: "Text with several answers in a cell: what stands between them.",
        examples: [";", ", "],
      }),
    format: z
      .union([dateFormat, z.array(dateFormat).min(1).max(60)])
      .optional()
      .meta({
        description:
          "Datetimes: how they are written, in strptime terms (%Y %y %m %d %H %I %M %S %f %p %b %B %a %A %j %z %%, %G-W%V for ISO weeks, %-m %-d %-H %-I without leading zero, %^b for JAN, %#b for jan, %#p for am, and %1927y for two-digit years from 1927 to 2026); several where rows differ, the most frequent first. Detected when left out.",
        examples: ["%Y-%m-%d", "%d/%m/%Y %H:%M", ["%Y-%m-%d", "%d/%m/%Y"]],
      }),
    ...personalFields,
  })
  .check((context) => {
    const { min, max } = context.value;
    if (typeof min === "number" && typeof max === "number" && min > max)
      context.issues.push({
        code: "custom",
        input: min,
        path: ["min"],
        message: `must not exceed max (${max})`,
      });
  })
  .meta({ description: "Settings of one column; everything left out is inferred from the data." });

export const reportSchema = z
  .strictObject({
    enabled: z.boolean().default(true).meta({ description: "Make a report at the end of a run." }),
    shareable: z.boolean().default(false).meta({
      description:
        "With `privacy`: write a report beside the output, `OUTPUT.shareable.md` and `.html`, made from the noisy tables and the synthetic rows alone; it may be shared with the table.",
    }),
    target: columnName(
      "Column the utility section predicts. Left out: the column with the role `target`, else one of 2 to 20 values guessed by its name and position.",
    ),
    holdout: z.number().min(0).max(0.9).default(0.2).meta({
      description:
        "Share of the real rows set aside before training; the report compares with them. 0: none, and the report says what it cannot measure.",
    }),
    sections: z
      .array(z.enum(keysOf(reportSections)))
      .default(keysOf(reportSections))
      .meta({ description: "Parts to compute; the diagnostic is always there.", uniqueItems: true }),
    gates: gatesSchema.prefault({}),
    sensitive: z
      .array(z.string())
      .default([])
      .meta({
        description: "Columns whose disclosure is measured, besides those with the role `sensitive`.",
        examples: [["diagnosis", "salary"]],
      }),
    quasiIdentifiers: z
      .array(z.string())
      .default([])
      .meta({
        description: "Columns an attacker may know; the report gives their k-anonymity, real and synthetic.",
        examples: [["zip", "birthdate", "sex"]],
      }),
  })
  .meta({ description: "The quality report at the end of a run." });

export const outputFormats = ["csv", "tsv", "parquet", "ndjson", "json"] as const;

const outputSchema = z
  .strictObject({
    path: z
      .string()
      .min(1)
      .optional()
      .meta({
        description:
          "Where the synthetic table goes, relative to this config. Left out: `synthetic/` and the source's name.",
        examples: ["synthetic/customers.csv"],
      }),
    rows: z.int().min(1).max(1e10).optional().meta({
      description: "Number of rows to generate; as many as the source has when left out.",
    }),
    format: z.enum(outputFormats).optional().meta({
      description: "File format; by the ending of `path` when left out.",
    }),
    share: z
      .string()
      .min(1)
      .max(10_000)
      .optional()
      .meta({
        description:
          "What if: shares of the values of one column, as `syndata sample --share` takes them. What they leave is drawn from the other values; the other columns follow as learned.",
        examples: ["churn=balanced", "plan=gold:0.5|basic:30%"],
      }),
    excelSafe: z.boolean().default(false).meta({
      description:
        "CSV and TSV: put an apostrophe before texts that a spreadsheet would run as formulas (`=1+1`, `@cmd`).",
    }),
  })
  .meta({ description: "Where the synthetic rows go." });

/** The one schema: types, defaults, JSON Schema, documentation and diagnostics come from it. */
export const synthConfigSchema = z
  .strictObject({
    $schema: z.string().optional().meta({ description: "Where editors find the schema of this file." }),
    version: z
      .literal(configVersion)
      .default(configVersion)
      .meta({ description: "Version of the config format." }),
    source: sourceSchema,
    columns: z.record(z.string(), columnSchema).default({}).meta({
      description: "Columns by name. One not listed is inferred; one that the source lacks is an error.",
    }),
    people: peopleSchema,
    locale: localeSchema,
    rules: rulesSchema,
    detectRules: detectRulesSchema,
    model: modelSchema.prefault({ type: recommendedModel }),
    output: outputSchema.prefault({}),
    report: reportSchema.prefault({}),
    privacy: privacySchema.optional(),
    seed: z.int().min(0).max(4_294_967_295).default(42).meta({
      description: "Same seed, same data, same config: the same file, byte for byte.",
    }),
  })
  .meta({
    title: "SynData config",
    description: "Settings for making a synthetic table from a real one (`*.synth.json`).",
  });

export type SynthConfig = z.output<typeof synthConfigSchema>;
export type SynthConfigInput = z.input<typeof synthConfigSchema>;
export type ColumnConfig = z.output<typeof columnSchema>;
export type SourceConfig = z.output<typeof sourceSchema>;
export type OutputFormat = (typeof outputFormats)[number];

/** What the config says of a column, if it lists it; safe for any column name. */
export function columnConfig(config: SynthConfig, name: string): ColumnConfig | undefined {
  return own(config.columns, name);
}

/** The schema object of a model. */
export function modelSchemaOf(type: string): (typeof modelSchemas)[keyof typeof modelSchemas] | undefined {
  return Object.hasOwn(modelSchemas, type) ? modelSchemas[type as keyof typeof modelSchemas] : undefined;
}

function keysOf<T extends object>(value: T): (keyof T & string)[] {
  return Object.keys(value) as (keyof T & string)[];
}
