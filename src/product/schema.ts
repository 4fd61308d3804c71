import "../config/jitless.ts";
import { z } from "zod";
import { metricKeys } from "../metrics/metricTable.ts";
import { feedbackMeasures, feedbackSchema, isFeedbackMeasure } from "./feedback/feedbackSchema.ts";
import { day, id, text } from "./schemaParts.ts";
import { impacts, moscowGroups, statuses } from "./words.ts";

/** Version of the file format that this SynData reads and writes. */
export const productVersion = 1;

/** Measures of the file itself that a phase can end on; each is a share or a count computed by `exitCriteria.ts`. */
export const phaseMeasures = ["mustsDone", "featuresDone", "storiesAccepted"] as const;

const riceSchema = z
  .strictObject({
    reach: z.number().min(0).max(1e12).optional().meta({
      description: "People or events in one period, in the unit that `reach` at the top names.",
    }),
    impact: z
      .literal(impacts)
      .optional()
      .meta({ description: "3 massive, 2 high, 1 medium, 0.5 low, 0.25 minimal." }),
    confidence: z.number().min(1).max(100).optional().meta({
      description: "Percent: 100 high, 80 medium, 50 low.",
    }),
    effort: z.number().min(0.5).max(1e6).optional().meta({
      description: "Person-months of all members together; 0.5 for anything well under a month.",
    }),
  })
  .meta({ description: "RICE: reach × impact × confidence ÷ effort. The score is computed, never stored." });

const storySchema = z
  .strictObject({
    id: id.meta({ description: "Name of the story within its feature." }),
    as: id.optional().meta({ description: "The persona." }),
    want: text.meta({ description: "What the persona wants to do." }),
    so: text.optional().meta({ description: "Why." }),
    accept: z.array(text).default([]).meta({ description: "Acceptance criteria: Given …, when …, then …" }),
    done: z.boolean().default(false).meta({ description: "All acceptance criteria are met." }),
  })
  .meta({ description: "A user story." });

const featureSchema = z
  .strictObject({
    id: id.meta({ description: "Name of the feature; other entries refer to it." }),
    title: text.meta({ description: "What people call it." }),
    moscow: z.enum(moscowGroups).optional().meta({
      description: "Priority in its phase: must, should, could, or won't have this time.",
    }),
    phase: id.optional().meta({ description: "The phase it belongs to." }),
    status: z.enum(statuses).default("idea").meta({ description: "How far it is." }),
    rice: riceSchema.optional(),
    why: text.optional().meta({ description: "Evidence for the numbers, in one line." }),
    needs: z.array(id).default([]).meta({ description: "Features that must be done before this one." }),
    data: z.array(id).default([]).meta({ description: "Data sets it needs, from `data` at the top." }),
    added: day.optional().meta({ description: "Day it was added." }),
    started: day.optional().meta({ description: "Day work began." }),
    done: day.optional().meta({ description: "Day it was finished." }),
    stories: z.array(storySchema).default([]),
  })
  .meta({ description: "One feature." });

/** Keys of a feature in the order in which they are written. */
export const featureKeys: readonly string[] = Object.keys(featureSchema.shape);

const criterionSchema = z
  .strictObject({
    id: id.meta({ description: "Name of the criterion within its phase." }),
    text: text.optional().meta({ description: "A criterion that a person judges; `done` is its day." }),
    done: day.optional().meta({ description: "Day on which the criterion was met." }),
    measure: z
      .enum([...phaseMeasures, ...feedbackMeasures])
      .optional()
      .meta({
        description: "A measure of this file, or with `feedback` of that table.",
      }),
    feedback: id.optional().meta({ description: "Feedback table that the measure is taken from." }),
    data: id.optional().meta({ description: "Data set whose newest report is read." }),
    gate: z
      .enum(metricKeys as [string, ...string[]])
      .optional()
      .meta({
        description: "Metric of that report, as in report.gates of a config.",
      }),
    min: z.number().optional().meta({ description: "Smallest value that passes." }),
    max: z.number().optional().meta({ description: "Largest value that passes." }),
  })
  .check(({ value, issues }) => {
    const kinds = [value.text, value.measure, value.gate].filter((kind) => kind !== undefined).length;
    const wrong = (message: string) => issues.push({ code: "custom", input: value, path: [], message });
    if (kinds !== 1) wrong("needs exactly one of text, measure and gate");
    else if (value.text === undefined && value.min === undefined && value.max === undefined)
      wrong("needs a min or a max");
    else if ((value.gate === undefined) !== (value.data === undefined))
      wrong("needs data and gate together: the gate is read from the report of that data set");
    else if (isFeedbackMeasure(value.measure) !== (value.feedback !== undefined))
      wrong(`needs feedback together with ${feedbackMeasures.join(", ")}, and only with these`);
  })
  .meta({ description: "What must be true before the phase ends." });

/** The whole `*.mvp.json`. Scores, ranks, shares and forecasts are computed from it and never stored. */
export const productSchema = z
  .strictObject({
    $schema: z.string().optional().meta({ description: "Where editors find the schema of this file." }),
    version: z.literal(productVersion).meta({ description: "Version of the file format." }),
    product: text.meta({ description: "Name of the product." }),
    reach: z
      .strictObject({
        unit: text.meta({ description: "What reach counts, such as customers." }),
        per: text.meta({ description: "The period, such as quarter." }),
      })
      .optional()
      .meta({ description: "The one unit of reach of all features; otherwise scores cannot be compared." }),
    team: z
      .strictObject({
        people: z.number().min(0).max(1e4).meta({ description: "Members of the team." }),
        availability: z.number().min(0).max(1).default(1).meta({
          description: "Share of their time for features.",
        }),
      })
      .optional()
      .meta({ description: "Capacity in person-months a month." }),
    data: z
      .array(
        z.strictObject({
          id: id.meta({ description: "Name of the data set." }),
          config: text.meta({ description: "A *.synth.json, relative to this file." }),
          for: z.enum(["demo", "test", "load"]).optional().meta({ description: "What it is used for." }),
        }),
      )
      .default([])
      .meta({ description: "Synthetic data sets that features and phases need." }),
    phases: z
      .array(
        z.strictObject({
          id: id.meta({ description: "Name of the phase." }),
          title: text.optional().meta({ description: "What people call it." }),
          start: day.optional().meta({ description: "First day." }),
          due: day.optional().meta({ description: "Last day." }),
          exit: z.array(criterionSchema).default([]).meta({ description: "Exit criteria." }),
        }),
      )
      .default([])
      .meta({ description: "Phases in order." }),
    personas: z
      .array(
        z.strictObject({
          id: id.meta({ description: "Name of the persona." }),
          name: text.meta({ description: "Who it is, as a role." }),
          goals: z.array(text).default([]).meta({ description: "What the persona wants to reach." }),
          pains: z.array(text).default([]).meta({ description: "What is in the way." }),
          evidence: z.array(text).default([]).meta({
            description: "Interviews or feedback it rests on. None: the persona is shown as assumed.",
          }),
          rows: z
            .strictObject({
              data: id.meta({ description: "Data set to draw from, from `data` at the top." }),
              where: z.array(text).default([]).meta({
                description: "Conditions as `syndata sample --where` reads them, such as age=70..90.",
              }),
            })
            .optional()
            .meta({
              description: "Synthetic rows that illustrate the persona. They are nobody, and no evidence.",
            }),
        }),
      )
      .default([])
      .meta({ description: "Personas." }),
    features: z.array(featureSchema).meta({ description: "Features; their order is the order by hand." }),
    feedback: feedbackSchema.prefault({}),
  })
  .meta({
    title: "SynData product file",
    description: "Features, phases and personas of a product (`*.mvp.json`).",
  });

export type Product = z.output<typeof productSchema>;
export type Feature = Product["features"][number];
export type Phase = Product["phases"][number];
export type Criterion = Phase["exit"][number];
