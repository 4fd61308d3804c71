import { genderOf } from "../invent/person.ts";
import { passShare } from "./columnSample.ts";
import { cityShare, countryShare, genderShare, languageShare } from "./evidence.ts";
import { nameAndForm, named, percent, type Rule, wordLike } from "./rule.ts";

export const city: Rule = {
  type: "city",
  judge(sample, name) {
    if (sample.kind !== "string") return null;
    if (name >= 0.6 && wordLike(sample)) return { confidence: 0.6 + 0.25 * name, why: named };
    const share = sample.values.length < 5 ? 0 : cityShare(sample);
    return share >= 0.6 ? { confidence: 0.7, why: `${percent(share)} of its values are known cities` } : null;
  },
};

export const country: Rule = {
  type: "country",
  judge(sample, name) {
    if (sample.kind !== "string" || name < 0.6) return null;
    const share = countryShare(sample);
    return share >= 0.5
      ? { confidence: 0.6 + 0.3 * name, why: `${named}; ${percent(share)} of its values are countries` }
      : null;
  },
};
export const age: Rule = {
  type: "age",
  judge: (sample, name) =>
    name >= 0.9 && sample.kind === "number" && passShare(sample.values, isAge, 200) >= 0.98
      ? { confidence: 0.55 + 0.3 * name, why: named }
      : null,
};

function isAge(text: string): boolean {
  return /^\d{1,3}(?:\.\d+)?$/.test(text) && Number(text) <= 125;
}

export const gender: Rule = {
  type: "gender",
  judge(sample, name, { people }) {
    if (name >= 0.6 && genderShare(sample) >= 0.7) return { confidence: 0.6 + 0.35 * name, why: named };
    return people && sample.kind === "string" && areGenders(sample.values)
      ? { confidence: 0.75, why: "its values are words for genders, beside other columns of persons" }
      : null;
  },
};

/** Whether the values are words for both genders, and at most two others. */
function areGenders(values: readonly string[]): boolean {
  const known = values.map((text) => (/\p{L}/u.test(text) ? genderOf(text) : undefined));
  return values.length <= 4 && known.includes("female") && known.includes("male");
}

export const language: Rule = {
  type: "language",
  judge: (sample, name, { people }) =>
    name >= 0.6 && people && languageShare(sample) >= 0.5
      ? { confidence: 0.55 + 0.3 * name, why: named }
      : null,
};

export const ethnicity = nameAndForm(
  "ethnicity",
  (sample) => sample.values.length <= 60 && sample.kind !== "datetime",
);
export const personal = (rule: Rule): Rule => ({
  type: rule.type,
  judge: (sample, name, context) => (context.people ? rule.judge(sample, name, context) : null),
});
