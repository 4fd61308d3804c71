import {
  confident,
  exposureOf,
  type PersonalFinding,
  type PersonalType,
} from "../../../config/personal/personalTypes.ts";
import type { Column, Table } from "../../../table/table.ts";
import { type ColumnSample, sampleColumn } from "./columnSample.ts";
import { textShare } from "./evidence.ts";
import { identifiersInText } from "./freeText.ts";
import { namesInAddresses } from "./nameInAddress.ts";
import { nameEvidence } from "./namePhrases.ts";
import type { Context } from "./rule.ts";
import { rules } from "./rules.ts";

/** A finding below is no finding. */
const minConfidence = 0.5;

/** Types that say that a table is about persons. */
const personSigns: ReadonlySet<PersonalType> = new Set([
  "firstName",
  "lastName",
  "fullName",
  "email",
  "birthDate",
  "gender",
  "nationalId",
  "phone",
  "ethnicity",
]);

/**
 * What is personal in a table, column by column, in the table's order; columns without a finding are absent. Looks at up
 * to 3,000 cells of a column. The reasons hold shares and names of checks, never a value.
 */
export function detectPersonal(table: Pick<Table, "columns">): PersonalFinding[] {
  const samples = table.columns.map((column: Column) => sampleColumn(column));
  const evidence = samples.map((sample) => nameEvidence(sample.words));
  const positions = hasWord(samples, latitudes) && hasWord(samples, longitudes);
  const alone = { people: false, positions };
  const first = samples.map((sample, i) => judge(sample, evidence[i]!, alone));
  const people = first.some(
    (finding) => finding !== null && personSigns.has(finding.type) && finding.confidence >= 0.7,
  );
  const all = people ? samples.map((sample, i) => judge(sample, evidence[i]!, { people, positions })) : first;
  return withNamesInAddresses(table.columns, all).filter((finding) => finding !== null);
}

/** What nothing else shows: names that stand in the e-mail addresses or user names of their rows. */
function withNamesInAddresses(
  columns: readonly Column[],
  findings: readonly (PersonalFinding | null)[],
): readonly (PersonalFinding | null)[] {
  const addresses = columns.filter((_, i) => {
    const finding = findings[i];
    return finding !== null && finding !== undefined && addressTypes.has(finding.type) && isSure(finding);
  });
  if (addresses.length === 0) return findings;
  return findings.map((finding, i) => {
    if (finding !== null && (isSure(finding) || !nameTypes.has(finding.type))) return finding;
    for (const address of addresses) {
      const found = address.kind === "string" ? namesInAddresses(columns[i]!, address) : null;
      if (found !== null) return found;
    }
    return finding;
  });
}

function isSure({ confidence }: PersonalFinding): boolean {
  return confidence >= confident;
}

const addressTypes: ReadonlySet<PersonalType> = new Set(["email", "userName"]);
const nameTypes: ReadonlySet<PersonalType> = new Set(["fullName", "firstName", "lastName"]);

const latitudes = new Set(["lat", "latitude", "latitud", "latitudine", "breitengrad", "breite", "szerokosc"]);
const longitudes = new Set([
  "lon",
  "lng",
  "long",
  "longitude",
  "longitud",
  "longitudine",
  "langengrad",
  "lange",
  "dlugosc",
]);

function hasWord(samples: readonly ColumnSample[], words: ReadonlySet<string>): boolean {
  return samples.some((sample) => sample.words.some((word) => words.has(word)));
}

function judge(
  sample: ColumnSample,
  names: ReadonlyMap<PersonalType, number>,
  context: Context,
): PersonalFinding | null {
  if (sample.present === 0) return null;
  let best: PersonalFinding | null = null;
  for (const rule of rules) {
    const verdict = rule.judge(sample, names.get(rule.type) ?? 0, context);
    if (verdict !== null && verdict.confidence > (best?.confidence ?? minConfidence))
      best = {
        column: sample.name,
        type: rule.type,
        confidence: Math.min(0.99, verdict.confidence),
        reason: verdict.why,
        ...(verdict.valid !== undefined && { valid: verdict.valid }),
      };
  }
  if (
    sample.kind !== "string" ||
    (best !== null && exposureOf(best.type) === "direct" && best.type !== "street")
  )
    return best;
  return textFinding(sample) ?? best;
}

/** Long texts with identifiers inside. */
function textFinding(sample: ColumnSample): PersonalFinding | null {
  if (textShare(sample) < 0.3) return null;
  const found = identifiersInText(sample.values);
  if (found.texts === 0) return null;
  return {
    column: sample.name,
    type: "freeText",
    confidence: 0.9,
    reason: `texts with ${found.types.join(", ")} inside (${found.texts} of ${sample.values.length} looked at)`,
  };
}
