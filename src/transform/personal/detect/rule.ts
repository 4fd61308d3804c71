import type { PersonalType } from "../../../config/personal/personalTypes.ts";
import { compact, type recognizers } from "../numbers/recognizers.ts";
import { type ColumnSample, passShare } from "./columnSample.ts";
import { shareOf } from "./evidence.ts";

export interface Verdict {
  readonly confidence: number;
  readonly why: string;
  /** Share of the values that have the grammar of the type, where it has one. */
  readonly valid?: number;
}

/** How one type is recognized: from its values, the score of the column's name (0–1) and the columns beside it. */
export interface Rule {
  readonly type: PersonalType;
  judge(sample: ColumnSample, name: number, context: Context): Verdict | null;
}

/** What the other columns of the table say. */
export interface Context {
  /** Another column is about persons. */
  readonly people: boolean;
  /** One column is named like a latitude and one like a longitude. */
  readonly positions: boolean;
}

export const named = "its name";

export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** Values with a grammar: enough alone, or fewer with a name that says so. */
export function grammar(
  type: PersonalType,
  key: keyof typeof recognizers,
  what: string,
  need: { readonly alone: number; readonly named: number },
): Rule {
  return {
    type,
    judge(sample, name) {
      const share = shareOf(sample, key);
      const why = `${percent(share)} of its values are ${what}`;
      if (share >= need.alone) return { confidence: 0.9 + 0.09 * share, why, valid: share };
      if (name >= 0.6 && share >= need.named)
        return { confidence: 0.6 + 0.3 * name, why: `${named}; ${why}`, valid: share };
      return null;
    },
  };
}

/** A name that says so, and values whose form allows it. */
export function nameAndForm(
  type: PersonalType,
  form: (sample: ColumnSample) => boolean,
  minName = 0.6,
): Rule {
  return {
    type,
    judge: (sample, name) =>
      name >= minName && form(sample) ? { confidence: 0.55 + 0.4 * name, why: named } : null,
  };
}

const varied = (sample: ColumnSample): boolean =>
  sample.values.length >= 12 || (sample.distinctShare > 0.02 && sample.values.length > 1);
/** Numbers some of which have decimals are amounts, whatever they are called: contributions to social security, health insurance. */
const isAmounts = ({ kind, values }: ColumnSample): boolean =>
  kind === "number" && passShare(values, (text) => /\.\d/.test(text), 200) >= 0.1;
export const identifierLike = (sample: ColumnSample): boolean =>
  sample.kind !== "datetime" &&
  !isAmounts(sample) &&
  passShare(
    sample.values,
    (text) => /\d/.test(text) && /^[\p{L}\d][\p{L}\d _./:#-]{2,60}$/u.test(text),
    200,
  ) >= 0.7;
export const codeLike = (sample: ColumnSample): boolean =>
  sample.kind !== "datetime" &&
  passShare(
    sample.values,
    (text) => /^[\p{L}\d_][\p{L}\d_./:#{}-]{0,80}$/u.test(text) && !/\.\d+$/.test(text),
    200,
  ) >= 0.7;
export const wordLike = (sample: ColumnSample): boolean =>
  passShare(sample.values, (text) => /\p{L}{2}/u.test(text) && text.length <= 200, 200) >= 0.7;
export const compactShare = (sample: ColumnSample, form: RegExp): number =>
  passShare(sample.values, (text) => form.test(compact(text)), 200);
export function averageLength({ values }: ColumnSample): number {
  return values.reduce((sum, value) => sum + value.length, 0) / Math.max(1, values.length);
}

export const variedIfMany = (sample: ColumnSample): boolean => sample.present < 20 || varied(sample);
