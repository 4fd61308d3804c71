import { recognizers } from "../numbers/recognizers.ts";
import { type ColumnSample, passShare } from "./columnSample.ts";
import { checkAgainstChance, nationalNumber, shareOf } from "./evidence.ts";
import {
  averageLength,
  codeLike,
  compactShare,
  identifierLike,
  named,
  percent,
  type Rule,
  variedIfMany,
} from "./rule.ts";

export function checked(type: "nationalId" | "taxId" | "passport" | "healthId"): Rule {
  return {
    type,
    judge(sample, name) {
      if (sample.kind === "datetime" || !variedIfMany(sample)) return null;
      const match = nationalNumber(sample);
      if (match !== undefined && match.type === type) {
        const why = `${percent(match.share)} of its values pass the checks of ${match.key}, ${percent(match.chance)} would by chance`;
        if (match.share >= 0.9 && match.chance <= 0.2 && sample.values.length >= 10)
          return { confidence: name >= 0.6 ? 0.98 : 0.85, why };
        if (name >= 0.6 && match.share >= 0.7) return { confidence: 0.9, why: `${named}; ${why}` };
      }
      if (name >= 0.9 && identifierLike(sample) && compactShare(sample, /^[A-Z\d]{5,20}$/i) >= 0.7)
        return { confidence: 0.8, why: named };
      if (name >= 0.6 && identifierLike(sample) && compactShare(sample, /\d{5}/) >= 0.7)
        return { confidence: 0.65, why: named };
      return null;
    },
  };
}

export const paymentCard: Rule = {
  type: "paymentCard",
  judge(sample, name) {
    if (passShare(sample.values, (text) => /^\d[\d -]{11,22}$/.test(text), 50) < 0.7) return null;
    const { share, chance } = checkAgainstChance(sample.values, recognizers.paymentCard);
    const why = `${percent(share)} of its values are valid card numbers, ${percent(chance)} would be by chance`;
    if (share >= 0.9 && sample.values.length >= 10) return { confidence: 0.95, why };
    return name >= 0.6 && (share >= 0.5 || compactShare(sample, /^\d{13,19}$/) >= 0.8)
      ? { confidence: 0.85, why: `${named}; ${why}` }
      : null;
  },
};

export const deviceId: Rule = {
  type: "deviceId",
  judge(sample, name) {
    if (name >= 0.6 && identifierLike(sample) && variedIfMany(sample))
      return { confidence: 0.55 + 0.35 * name, why: named };
    if (passShare(sample.values, (text) => /^\d{15}$/.test(text), 50) < 0.9 || sample.values.length < 20)
      return null;
    const { share, chance } = checkAgainstChance(sample.values, recognizers.imei);
    return share >= 0.95 && chance < 0.3
      ? {
          confidence: 0.8,
          why: `${percent(share)} of its values are valid IMEI, ${percent(chance)} would be by chance`,
        }
      : null;
  },
};
export const secret: Rule = {
  type: "secret",
  judge(sample, name) {
    const share = shareOf(sample, "secret");
    if (share >= 0.5)
      return { confidence: 0.95, why: `${percent(share)} of its values are written like keys or tokens` };
    const opaque = passShare(sample.values, (text) => /^\S{6,}$/.test(text), 200);
    return name >= 0.6 && opaque >= 0.7 && variedIfMany(sample) && sample.kind === "string"
      ? { confidence: 0.5 + 0.35 * name, why: named }
      : null;
  },
};

export const customerId: Rule = {
  type: "customerId",
  judge(sample, name) {
    if (name < 0.6 || sample.kind === "datetime" || !codeLike(sample) || averageLength(sample) > 60)
      return null;
    if (sample.present >= 100 && sample.values.length < 20) return null;
    if (sample.kind === "number" && !passesWhole(sample)) return null;
    return { confidence: 0.55 + 0.35 * name, why: named };
  },
};

const passesWhole = (sample: ColumnSample): boolean =>
  passShare(sample.values, (text) => /^-?\d+(?:\.0)?$/.test(text), 200) >= 0.99;

export const recordId: Rule = {
  type: "recordId",
  judge(sample, name) {
    const uuids = shareOf(sample, "uuid");
    if (uuids >= 0.9) return { confidence: 0.85, why: `${percent(uuids)} of its values are UUIDs` };
    if (name < 0.9 || sample.kind === "datetime" || averageLength(sample) > 120) return null;
    if (
      passShare(
        sample.values,
        (text) => /[\p{L}\d]/u.test(text) && !/\s\S+\s/.test(text) && text !== "-1",
        200,
      ) < 0.7
    )
      return null;
    return { confidence: 0.55 + 0.25 * name, why: named };
  },
};
