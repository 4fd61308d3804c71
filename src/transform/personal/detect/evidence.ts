import type { PersonalType } from "../../../config/personal/personalTypes.ts";
import { Random } from "../../../numerics/random.ts";
import { cityNames, countryNames, firstNames, languageNames, lastNames, plain } from "../lists/gazetteer.ts";
import { checkedNumbers } from "../numbers/nationalIds.ts";
import { compact, recognizers } from "../numbers/recognizers.ts";
import { type ColumnSample, passShare } from "./columnSample.ts";

/** Share of the values that pass, and the share of random values of the same form that would. */
export interface Checked {
  readonly share: number;
  readonly chance: number;
}

/** The same form with other digits: those at `places` (all when undefined) drawn again. */
function scrambled(text: string, random: Random, places?: ReadonlySet<number>): string {
  return text.replace(/\d/g, (digit, at: number) =>
    places === undefined || places.has(at) ? String(Math.floor(random.uniform() * 10)) : digit,
  );
}

/** Places whose character differs among the values. */
function varyingPlaces(values: readonly string[]): Set<number> {
  const first = values[0]!;
  const places = new Set<number>();
  for (const value of values)
    for (let at = 0; at < value.length; at++) if (value[at] !== first[at]) places.add(at);
  return places;
}

/**
 * Pass rate of a checksum beside its chance rate, which is measured on values of the same form whose digits, or whose
 * digits that vary in the column, are random: a counter does not become a date of birth with a serial number.
 */
export function checkAgainstChance(values: readonly string[], passes: (text: string) => boolean): Checked {
  if (values.length === 0) return { share: 0, chance: 1 };
  const first = values.slice(0, 12);
  if (first.filter(passes).length < 0.7 * first.length) return { share: 0, chance: 1 };
  const share = passShare(values, passes, 150);
  const random = new Random(1);
  const rates = [undefined, varyingPlaces(values)].map((places) => {
    const forms = Array.from({ length: 60 }, (_, i) => scrambled(values[i % values.length]!, random, places));
    return passShare(forms, passes);
  });
  return { share, chance: Math.max(...rates) };
}

export interface NumberMatch extends Checked {
  readonly type: PersonalType;
  readonly key: string;
}

/** The checked number of a country that the values pass best, beyond chance; undefined when none. */
export const nationalNumber = remembered(findNationalNumber);

/** Several rules ask the same of one sample. */
function remembered<T>(judge: (sample: ColumnSample) => T): (sample: ColumnSample) => T {
  const known = new WeakMap<ColumnSample, { value: T }>();
  return (sample) => {
    let entry = known.get(sample);
    if (entry === undefined) {
      entry = { value: judge(sample) };
      known.set(sample, entry);
    }
    return entry.value;
  };
}

function findNationalNumber(sample: ColumnSample): NumberMatch | undefined {
  const { values } = sample;
  if (values.length < 3 || passShare(values, couldBeNumber, 30) < 0.8) return undefined;
  const limit = Error.stackTraceLimit;
  // the validators throw inside, and a trace for each is most of their time
  Error.stackTraceLimit = 0;
  try {
    let best: NumberMatch | undefined;
    for (const { key, type, passes } of checkedNumbers) {
      if (failsEarly(values, passes)) continue;
      const { share, chance } = checkAgainstChance(values, passes);
      if (share - chance > (best === undefined ? 0 : best.share - best.chance))
        best = { key, type, share, chance };
    }
    return best;
  } finally {
    Error.stackTraceLimit = limit;
  }
}

function failsEarly(values: readonly string[], passes: (text: string) => boolean): boolean {
  const tries = Math.min(values.length, 12);
  let failed = 0;
  for (let i = 0; i < tries; i++)
    if (!passes(values[Math.floor((i * values.length) / tries)]!) && ++failed > 0.25 * tries) return true;
  return false;
}

function couldBeNumber(text: string): boolean {
  const digits = compact(text);
  return /^[A-Z\d]{8,18}$/i.test(digits) && digits.replace(/\D/g, "").length >= 6;
}

/** Share of the values whose first or last word is a known name, and whose form is that of a name. */
export const nameShares = remembered(countNames);

function countNames(sample: ColumnSample): {
  first: number;
  last: number;
  form: number;
  words: number;
} {
  const values = sample.values.length > 300 ? sample.values.slice(0, 300) : sample.values;
  let first = 0;
  let last = 0;
  let form = 0;
  let words = 0;
  for (const value of values) {
    const parts = plain(value)
      .replace(/^(?:mr|mrs|ms|dr|prof|herr|frau|hr|fr|md)\.? /, "")
      .split(/[\s,]+/);
    if (firstNames().has(parts[0]!) || firstNames().has(parts.at(-1)!)) first++;
    if (lastNames().has(parts.at(-1)!) || lastNames().has(parts[0]!)) last++;
    if (nameForm.test(value)) form++;
    words += parts.length;
  }
  const n = Math.max(1, values.length);
  return { first: first / n, last: last / n, form: form / n, words: words / n };
}

const nameForm = /^\p{L}[\p{L}\p{M}'’.,\- ]{1,60}\d{0,2}$/u;

export function cityShare({ values }: ColumnSample): number {
  return passShare(values, (text) => cityNames().has(plain(text)), 300);
}

export function countryShare({ values }: ColumnSample): number {
  return passShare(values, (text) => countryNames().has(plain(text)) || /^[A-Z]{2,3}$/.test(text), 300);
}

export function languageShare({ values }: ColumnSample): number {
  return passShare(
    values,
    (text) => languageNames().has(plain(text)) || /^[a-z]{2,3}(?:[-_][A-Z]{2})?$/i.test(text),
    100,
  );
}

const genders = new Set(
  "m f w d x male female man woman men women masculine feminine other diverse nonbinary non-binary unknown mannlich weiblich divers herr frau mann homme femme masculin feminin h hombre mujer masculino femenino femminile maschile uomo donna maschio femmina feminino homem mulher v man vrouw mannelijk vrouwelijk k mezczyzna kobieta 0 1 2 9 mr mrs ms".split(
    " ",
  ),
);

export function genderShare({ values }: ColumnSample): number {
  return values.length > 8 ? 0 : passShare(values, (text) => genders.has(plain(text).replace(/\.0$/, "")));
}

/** Share of texts that are long and have words: comments, notes, descriptions. */
export function textShare({ values }: ColumnSample): number {
  return passShare(values, (text) => text.length >= 30 && text.split(/\s+/).length >= 5, 200);
}

export function shareOf(sample: ColumnSample, key: keyof typeof recognizers): number {
  return passShare(sample.values, recognizers[key], 300);
}
