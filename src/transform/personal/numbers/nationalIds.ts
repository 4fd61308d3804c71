import { type PersonNumber, personNumbers } from "./personNumbers.ts";

/** A checked number of one country: `DE idnr`. */
export interface CheckedNumber {
  readonly key: string;
  readonly country: string;
  readonly type: PersonNumber;
  passes(text: string): boolean;
}

export const checkedNumbers: readonly CheckedNumber[] = personNumbers.map(([key, type, validate]) => ({
  key,
  country: key.slice(0, 2),
  type,
  passes: (text: string) => validate(text).isValid === true,
}));

/** The checked number of this key; undefined for none. */
export function checkNamed(key: string | undefined): CheckedNumber | undefined {
  return checkedNumbers.find((number) => number.key === key);
}

/** Key of the checked number that at least 90 % of the values pass, the strictest first; undefined when none. */
export function checkedNumberOf(values: readonly string[]): string | undefined {
  const sample = values.slice(0, 200);
  if (sample.length === 0) return undefined;
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return checkedNumbers.find(
      ({ passes }) => passes(sample[0]!) && sample.filter(passes).length >= 0.9 * sample.length,
    )?.key;
  } finally {
    Error.stackTraceLimit = limit;
  }
}
