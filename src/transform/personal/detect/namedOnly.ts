import type { PersonalType } from "../../../config/personal/personalTypes.ts";
import { type ColumnSample, passShare } from "./columnSample.ts";
import { named, percent, type Rule } from "./rule.ts";

/** Values that fail the grammar of their type and could yet be meant as one: written oddly, masked, mistyped or hashed. */
const forms: Partial<Record<PersonalType, (text: string) => boolean>> = {
  email: (text) => text.length >= 5 && /\p{L}{2}/u.test(text) && text.split(/\s+/).length <= 4,
  iban: (text) => countOf(text, /\d/g) >= 5 && countOf(text, /[^A-Z\d]/gi) <= 10 && text.length >= 8,
  paymentCard: (text) =>
    countOf(text, /[\dx*•]/gi) >= 8 && countOf(text, /\d/g) >= 4 && !/[a-wyz]{3}/i.test(text),
  phone: (text) => countOf(text, /\d/g) >= 6 && countOf(text, /\p{L}/gu) <= 4,
  ip: (text) => /^[\dx*a-f]{1,4}(?:[.:][\dx*a-f]{0,4}){3,7}/i.test(text),
  mac: (text) => countOf(text, /[\da-f]/gi) >= 8 && !/[g-z]{2}/i.test(text),
};

const different = 12;

/**
 * The name says the type, and the values do not have its grammar: the column may still name persons, so it is found, and not
 * surely. Few different values are a flag or a kind, not identifiers.
 */
export function namedOnly(type: PersonalType): Rule {
  const form = forms[type]!;
  return {
    type,
    judge(sample, name) {
      if (name < 0.9 || sample.kind === "datetime" || !hasMany(sample)) return null;
      const share = passShare(sample.values, form, 200);
      return share < 0.7
        ? null
        : {
            confidence: 0.6,
            why: `${named}, though the values are not written like it (${percent(share)} of them could be meant so)`,
          };
    },
  };
}

/** Whether a column has the variety of one that names single persons: some for most rows, or a dozen or more. */
function hasMany({ values, distinctShare, present }: ColumnSample): boolean {
  return values.length >= different || (values.length > 1 && (present < 20 || distinctShare > 0.5));
}

function countOf(text: string, form: RegExp): number {
  return text.match(form)?.length ?? 0;
}
