import { z } from "zod";
import { day, id, text } from "../schemaParts.ts";

/**
 * Measures of a feedback table that a phase can end on: the lower end of the 95 % interval of the Net Promoter Score
 * (−100 to 100), of the share of satisfied answers (CSAT, 0 to 1) and of the mean effort score (CES, 1 to 7).
 */
export const feedbackMeasures = ["npsLower", "csatLower", "cesLower"] as const;

/** What the column of a rating asks: NPS 0–10, CSAT 1–5, CES 2.0 1–7. */
const scoreKinds = ["nps", "csat", "ces"] as const;
export type ScoreKind = (typeof scoreKinds)[number];

/** Whether a measure is taken from a feedback table. */
export function isFeedbackMeasure(measure: string | undefined): measure is (typeof feedbackMeasures)[number] {
  return (feedbackMeasures as readonly (string | undefined)[]).includes(measure);
}

const feedbackTableSchema = z
  .strictObject({
    id: id.meta({ description: "Name of the table." }),
    path: text.meta({
      description: "The table, relative to this file. Keep it in a folder that version control ignores.",
    }),
    text: text.meta({ description: "Column that holds what people wrote." }),
    score: z
      .strictObject({
        column: text.meta({ description: "Column of the rating." }),
        kind: z.enum(scoreKinds).meta({ description: "nps: 0 to 10; csat: 1 to 5; ces: 1 to 7." }),
      })
      .optional()
      .meta({ description: "The rating that people gave." }),
    date: text.optional().meta({ description: "Column of the day." }),
    person: text.optional().meta({
      description: "Column that tells people apart: each is counted once. Without it, notes are counted.",
    }),
    segment: text.optional().meta({ description: "Column of the group that people belong to." }),
  })
  .meta({ description: "A table of feedback. Its rows never enter this file." });

/** The part `feedback` of a product file. */
export const feedbackSchema = z
  .strictObject({
    tables: z.array(feedbackTableSchema).default([]).meta({ description: "Tables of feedback." }),
    themes: z
      .array(
        z.strictObject({
          id: id.meta({ description: "Name of the theme." }),
          title: text.optional().meta({ description: "What people call it." }),
          words: z.array(text).min(1).meta({ description: "Words that a note of this theme has one of." }),
          feature: id.optional().meta({ description: "The feature that answers it." }),
        }),
      )
      .default([])
      .meta({ description: "Themes: what notes are about." }),
    notes: z
      .array(
        z.strictObject({
          id: id.meta({ description: "Name of the note; a persona's evidence can refer to it." }),
          text: text.meta({ description: "What was said, without anybody's name." }),
          as: id.optional().meta({ description: "The persona." }),
          features: z.array(id).default([]).meta({ description: "Features it speaks for." }),
          importance: z.literal([0, 1, 2, 3]).optional().meta({
            description: "0 not important, 1 nice to have, 2 important, 3 critical.",
          }),
          date: day.optional().meta({ description: "The day." }),
        }),
      )
      .default([])
      .meta({ description: "Notes by hand, such as interviews." }),
  })
  .meta({ description: "What people say: tables beside this file, themes, and notes by hand." });

export type FeedbackTable = z.output<typeof feedbackTableSchema>;
