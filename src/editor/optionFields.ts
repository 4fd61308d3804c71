import type { OptionField, OptionKind, Word } from "../protocol/editor.ts";
import type { Translate } from "../runs/translate.ts";

/** The parts of a draft-07 JSON Schema our own schemas use. */
interface Schema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly enum?: readonly string[];
  readonly const?: unknown;
  readonly enumDescriptions?: readonly string[];
  readonly examples?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
}

/** The settings of an object schema, in its order; `basic` keys are those shown without asking. */
export function optionFields(
  schema: unknown,
  translate: Translate,
  basic: (key: string) => boolean = () => true,
): OptionField[] {
  return Object.entries((schema as Schema).properties ?? {})
    .filter(([, property]) => property.const === undefined)
    .map(([key, property]) => optionField(key, property, translate, !basic(key)));
}

export function optionField(
  key: string,
  schema: unknown,
  translate: Translate,
  advanced: boolean,
): OptionField {
  const whole = schema as Schema;
  const numeric = whole.anyOf?.find(({ type }) => type === "integer" || type === "number");
  const auto = numeric !== undefined && (whole.anyOf ?? []).some((part) => part.const === "auto");
  const worded = whole.anyOf?.find((part) => part.enum !== undefined);
  const part = auto ? numeric : worded;
  const core = part === undefined ? whole : { ...part, default: whole.default };
  const by = typeof whole.additionalProperties === "object" ? whole.additionalProperties : undefined;
  const words = wordsOf(core.enum ? core : (whole.items ?? by), translate);
  const example = whole.examples?.[0];
  return {
    key,
    label: translate(humanName(key)),
    description: whole.description === undefined ? "" : translate(whole.description),
    kind: kindOf(core),
    advanced,
    ...(core.minimum !== undefined && { minimum: core.minimum }),
    ...(core.maximum !== undefined && { maximum: core.maximum }),
    ...(core.default !== undefined && { default: core.default }),
    ...(words.length > 0 && { words }),
    ...(auto && { auto }),
    ...((typeof example === "string" || typeof example === "number") && { example: String(example) }),
  };
}

function kindOf({ type, enum: words, items, additionalProperties, anyOf }: Schema): OptionKind {
  if (words !== undefined) return "choice";
  if (Array.isArray(type)) return "bound";
  if (type === "array") return items?.enum ? "choices" : items?.type === "integer" ? "integers" : "texts";
  if (type === "object") return typeof additionalProperties === "object" ? "byColumn" : "other";
  if (type === "integer" || type === "number" || type === "boolean") return type;
  // a text or a list of texts is edited as a text
  return type === "string" || anyOf?.some((part) => part.type === "string") ? "text" : "other";
}

function wordsOf(schema: Schema | undefined, translate: Translate): Word[] {
  return (schema?.enum ?? []).map((word, i) => {
    const meaning = schema?.enumDescriptions?.[i];
    return { word, meaning: meaning === undefined ? "" : translate(meaning) };
  });
}

const acronyms = /\b(l2|lr)\b/g;

/** `batchSize` → `Batch size`, `generatorLr` → `Generator LR` */
function humanName(key: string): string {
  const spaced = key
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/([0-9])([a-z])/g, "$1 $2")
    .toLowerCase()
    .replace(acronyms, (word) => word.toUpperCase());
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}
