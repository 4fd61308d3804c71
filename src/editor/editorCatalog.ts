import { configJsonSchema, modelJsonSchema } from "../config/jsonSchema.ts";
import { type ModelType, recommendedModel } from "../config/modelOptions/model.ts";
import { modelLabels, modelTypes } from "../config/modelOptions/modelLabels.ts";
import { roles, sdtypes } from "../config/schema.ts";
import { metricKeys, metricSentence, metricTable } from "../metrics/metricTable.ts";
import { reportSections } from "../metrics/reportSections.ts";
import type { EditorCatalog, ModelChoice, OptionField, Word } from "../protocol/editor.ts";
import { editorStrings } from "../protocol/editorStrings.ts";
import type { Translate } from "../runs/translate.ts";
import { optionField, optionFields } from "./optionFields.ts";

/** What a person usually changes; a model's other options are folded away. */
const basicOptions = new Set([
  "epochs",
  "batchSize",
  "size",
  "maxLatentStates",
  "leaves",
  "defaultDistribution",
  "candidates",
  "timeBudget",
  "subsampleRows",
]);

/** Every word and choice of the editor, made from the one schema. */
export function editorCatalog(translate: Translate): EditorCatalog {
  const schema = configJsonSchema() as unknown as ConfigSchema;
  const { source, columns, output, report, privacy, seed, detectRules } = schema.properties;
  return {
    strings: Object.fromEntries(
      Object.entries(editorStrings).map(([key, english]) => [key, translate(english)]),
    ),
    models: modelTypes.map((type) => modelChoice(type, translate)),
    recommendedModel,
    types: words(sdtypes, translate),
    roles: words(roles, translate),
    column: optionFields(columns.additionalProperties, translate),
    source: optionFields(source, translate),
    output: optionFields(output, translate),
    report: optionFields(report, translate).map((field) => withMeanings(field, translate)),
    privacy: optionFields(privacy, translate),
    seed: optionField("seed", seed, translate, false),
    detectRules: optionField("detectRules", detectRules, translate, false),
    metrics: metricKeys.map((name) => {
      const card = metricTable[name];
      const { section, usualBound, needsHoldout } = card;
      const [title, description] = [translate(card.title), translate(metricSentence(card))];
      return { name, title, section, description, usualBound, needsHoldout };
    }),
  };
}

interface ConfigSchema {
  readonly properties: Readonly<
    Record<"source" | "output" | "report" | "privacy" | "seed" | "detectRules", unknown>
  > & {
    readonly columns: { readonly additionalProperties: unknown };
  };
}

function modelChoice(type: ModelType, translate: Translate): ModelChoice {
  const schema = modelJsonSchema(type);
  const description = translate(String(schema["description"] ?? type));
  return {
    type,
    label: translate(modelLabels[type]),
    summary: firstSentence(description),
    description,
    options: optionFields(schema, translate, (key) => basicOptions.has(key)),
  };
}

function firstSentence(text: string): string {
  return text.replace(/( \(|\. |\.$).*/s, "");
}

function withMeanings(field: OptionField, translate: Translate): OptionField {
  return field.key === "sections" ? { ...field, words: words(reportSections, translate) } : field;
}

function words(meanings: Readonly<Record<string, string>>, translate: Translate): Word[] {
  return Object.entries(meanings).map(([word, meaning]) => ({ word, meaning: translate(meaning) }));
}
