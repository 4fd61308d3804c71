import { passShare } from "./columnSample.ts";
import { shareOf } from "./evidence.ts";
import { averageLength, named, percent, type Rule, variedIfMany } from "./rule.ts";

export const phone: Rule = {
  type: "phone",
  judge(sample, name) {
    const written = shareOf(sample, "phone");
    const loose = shareOf(sample, "looseNumber");
    const international = passShare(sample.values, (text) => /^\+[1-9]/.test(text));
    if (written >= 0.8 && international >= 0.5)
      return {
        confidence: 0.9 + 0.09 * written,
        why: `${percent(written)} of its values are written like phone numbers`,
      };
    if (name >= 0.6 && Math.max(written, loose) >= 0.6 && sample.kind !== "datetime")
      return {
        confidence: 0.6 + 0.35 * name,
        why: `${named}; ${percent(Math.max(written, loose))} of its values could be`,
      };
    if (written >= 0.9 && sample.values.length >= 3)
      return { confidence: 0.72, why: `${percent(written)} of its values are written like phone numbers` };
    return null;
  },
};
export const street: Rule = {
  type: "street",
  judge(sample, name) {
    const share = shareOf(sample, "street");
    const text = passShare(
      sample.values,
      (value) =>
        /\p{L}{3}/u.test(value) && value.length >= 5 && !value.includes("@") && !/^https?:/.test(value),
      200,
    );
    if (share >= 0.7 && sample.values.length >= 3 && averageLength(sample) < 120)
      return {
        confidence: 0.8 + 0.15 * share,
        why: `${percent(share)} of its values are written like street addresses`,
      };
    if (name >= 0.6 && text >= 0.7 && variedIfMany(sample))
      return { confidence: 0.6 + 0.3 * name, why: named };
    return null;
  },
};
export const birthDate: Rule = {
  type: "birthDate",
  judge(sample, name) {
    if (name < 0.6) return null;
    const dates = passShare(
      sample.values,
      (text) =>
        /^\d{1,4}[./-]\d{1,2}[./-]\d{2,4}(?:[T ].*)?$|^(?:19|20)\d\d$|^\d{8}$|^\d{1,2} \p{L}+ \d{4}$/u.test(
          text,
        ),
      200,
    );
    return dates >= 0.7 ? { confidence: 0.6 + 0.35 * name, why: named } : null;
  },
};
export const position: Rule = {
  type: "position",
  judge(sample, name, { positions }) {
    const pairs = shareOf(sample, "latLon");
    if (pairs >= 0.8)
      return { confidence: 0.85, why: `${percent(pairs)} of its values are pairs of latitude and longitude` };
    if (name < 0.9 || (pairs < 0.5 && !positions)) return null;
    const degrees = passShare(
      sample.values,
      (text) => /^-?\d{1,3}\.\d{3,}$/.test(text) && Math.abs(Number(text)) <= 180,
      200,
    );
    return degrees >= 0.7 || pairs >= 0.5
      ? {
          confidence: 0.65 + 0.25 * name,
          why: `${named}; ${percent(Math.max(degrees, pairs))} of its values are degrees with three or more decimals`,
        }
      : null;
  },
};
