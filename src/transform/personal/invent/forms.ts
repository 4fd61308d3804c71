import { Random } from "../../../numerics/random.ts";
import { ModelError } from "../../modelTable.ts";
import { permuted } from "../../permutation.ts";
import { type Check, checkNamed } from "./checks.ts";
import {
  formOf,
  narrowDigits,
  type Place,
  parseForm,
  rankOf,
  shapeOf,
  sizeOf,
  valueWriter,
} from "./textForm.ts";

/** Forms that values of a column have, and where in each the invented ones lie: outside the real ones. */
export interface FormsPlan {
  readonly forms: readonly FormPlan[];
  /** Name of the check the values pass (`checkNamed`); null where none. */
  readonly check: string | null;
  /** By value of the country column: weights of the forms there; absent where the table has none. */
  readonly byCountry?: FormWeights;
  /** The same by city, which comes first. */
  readonly byCity?: FormWeights;
}

type FormWeights = Readonly<Record<string, readonly number[]>>;

export interface FormPlan {
  readonly form: string;
  /** Distinct values of this form, rounded. */
  readonly weight: number;
  /** Ranks used: `first` … `first + size − 1`; no real value has one of them. */
  readonly first: number;
  readonly size: number;
}

export interface FormsOptions {
  /** Distinct values that must share a form for it to be kept. */
  readonly minValues: number;
  /** Values that may be asked for. */
  readonly rows: number;
  /** The person of a value; where given, a form must be that of `minValues` persons. */
  readonly personOf?: ((value: string) => number) | undefined;
  /** Values of different groups never share a form: a prefix that says the country, say. */
  readonly group?: (text: string) => string;
  readonly check: string | null;
  /** Output is a number: at most 15 digits, and no zero in front. */
  readonly numeric?: boolean;
  /** The country of each value's row, where the table has one that enough rows share. */
  readonly countries?: readonly (string | undefined)[];
  /** Several persons may have one value: a form need not hold one for each. */
  readonly isShared?: boolean;
  /** Digits that all values begin with say nothing, as those of customer numbers: they may change before a place is added. */
  readonly looseDigits?: boolean;
  /** The city of each value's row. */
  readonly cities?: readonly (string | undefined)[];
}

const maxForms = 24;
/** Area codes of phone numbers are forms of their own where the table has cities. */
const maxLocalForms = 300;
const tries = 3000;

/** Reads the forms off the distinct values. The plan holds no value: fixed places are shared by `minValues` values or more. */
export function fitForms(values: readonly string[], options: FormsOptions): FormsPlan {
  const groups = new Map<string, string[]>();
  for (const value of values) {
    const key = `${options.group?.(value) ?? ""}\n${shapeOf(value)}`;
    const list = groups.get(key);
    if (list === undefined) groups.set(key, [value]);
    else list.push(value);
  }
  const sorted = [...groups.values()].sort((a, b) => b.length - a.length);
  const shared = sorted
    .filter((list) => heldBy(list, options) >= options.minValues)
    .slice(0, options.cities === undefined ? maxForms : maxLocalForms);
  const kept = shared.length > 0 ? shared : sorted.slice(0, 1).map((list) => list.slice(0, 1));
  const forms = kept.map((list) => {
    const shape = shapeOf(list[0]!);
    const form = heldBy(list, options) >= Math.max(2, options.minValues) ? formOf(list, shape) : shape;
    // forms of shared values may lie within each other
    const known =
      options.isShared === true ? values.filter((value) => isOfForm(parseForm(form), value)) : list;
    return placed(narrowDigits(form, list), known, options);
  });
  const weightsBy = (places: FormsOptions["countries"]) =>
    places && placeWeights(values, kept, { ...options, places });
  const [byCountry, byCity] = [weightsBy(options.countries), weightsBy(options.cities)];
  return { forms, check: options.check, ...(byCountry && { byCountry }), ...(byCity && { byCity }) };
}

/** Whether a text has as many characters, and the fixed ones at their places. */
function isOfForm(places: readonly Place[], text: string): boolean {
  return (
    text.length === places.length &&
    places.every((place, at) => !("fixed" in place) || place.fixed === text[at])
  );
}

/** Persons who have one of the values; as many as values where it is not known whose they are. */
export function heldBy(values: readonly string[], { personOf }: Pick<FormsOptions, "personOf">): number {
  return personOf === undefined ? values.length : new Set(values.map(personOf)).size;
}

/** How many values of each form there are in a country or city, rounded; undefined where none has enough values of the forms kept. */
function placeWeights(
  values: readonly string[],
  kept: readonly (readonly string[])[],
  options: FormsOptions & { readonly places: readonly (string | undefined)[] },
): Record<string, number[]> | undefined {
  const { places, minValues } = options;
  const formOfValue = new Map(kept.flatMap((list, form) => list.map((value) => [value, form] as const)));
  const found = new Map<string, string[][]>();
  for (const [i, value] of values.entries()) {
    const form = formOfValue.get(value);
    const place = places[i];
    if (form === undefined || place === undefined) continue;
    const lists = found.get(place) ?? kept.map(() => []);
    lists[form]!.push(value);
    found.set(place, lists);
  }
  const common = [...found].flatMap(([place, lists]): [string, number[]][] => {
    const weights = lists.map((list) =>
      heldBy(list, options) < minValues ? 0 : Number(list.length.toPrecision(2)),
    );
    return weights.some((weight) => weight > 0) ? [[place, weights]] : [];
  });
  return common.length === 0 ? undefined : Object.fromEntries(common);
}

/** Where the invented values of a form lie: the widest run of ranks without a real one; one place more where none is wide enough. */
function placed(form: string, real: readonly string[], options: FormsOptions): FormPlan {
  const places = parseForm(form);
  const skip = skippedPlaces(places, real[0]!, options.check);
  const size = sizeOf(places, skip);
  const ranks = real.map((value) => rankOf(places, value, skip)).filter((rank) => !Number.isNaN(rank));
  const low = options.numeric === true ? lowestNumber(places, size) : 0;
  const gaps = gapsBetween(Float64Array.from(ranks).sort(), size, low);
  const { first, last } = gaps.slice(0, 50).find((gap) => holdsValid(gap, places, skip, options.check)) ??
    gaps[0] ?? { first: low, last: low };
  const weight = Math.max(1, Number(real.length.toPrecision(2)));
  if (last - first >= 1.5 * options.rows || !canGrow(form, options))
    return { form, weight, first, size: Math.max(1, last - first) };
  const loose = options.looseDigits === true ? loosened(form) : null;
  return loose === null ? placed(grown(form), [], options) : placed(loose, real, options);
}

/** The fixed digit before the first free ones made free; null where none stands there. */
function loosened(form: string): string | null {
  const [, start, rest] = /^([^\\]*)\d(\\d.*)$/s.exec(form) ?? [];
  return start === undefined ? null : `${start}\\d${rest}`;
}

function canGrow(form: string, options: FormsOptions): boolean {
  if (options.isShared === true) return false;
  if (options.check !== null && options.check !== "luhn") return false;
  return (
    form.length < (options.numeric === true ? 30 : 60) &&
    parseForm(form).length < (options.numeric === true ? 15 : 40) &&
    /\\[dznAahH]/.test(form)
  );
}

/** One free place more, after the last. */
function grown(form: string): string {
  const at = form.lastIndexOf("\\");
  return `${form.slice(0, at + 2)}${form.slice(at, at + 2)}${form.slice(at + 2)}`;
}

/** Ranks below have a zero in front. */
function lowestNumber(places: readonly Place[], size: number): number {
  const first = places[0];
  return first !== undefined && "free" in first && first.free === "d" ? size / 10 : 0;
}

interface Gap {
  readonly first: number;
  readonly last: number;
}

/** Runs of ranks without a real one, the widest first, their ends rounded inwards so that they do not tell the real values beside them. */
function gapsBetween(ranks: Float64Array, size: number, low: number): Gap[] {
  const gaps: Gap[] = [];
  let first = low;
  for (const rank of [...ranks, size]) {
    if (rank > first) {
      const unit = 10 ** Math.max(0, Math.floor(Math.log10(rank - first)) - 1);
      const from = first === low ? low : Math.ceil(first / unit) * unit;
      const to = rank === size ? size : Math.floor(rank / unit) * unit;
      if (to > from) gaps.push({ first: from, last: to });
    }
    first = Math.max(first, rank + 1);
  }
  return gaps.sort((a, b) => b.last - b.first - (a.last - a.first));
}

/** Whether valid numbers are to be found in a gap: some of 20 draws can be completed. */
function holdsValid(
  gap: Gap,
  places: readonly Place[],
  skip: ReadonlySet<number>,
  check: string | null,
): boolean {
  const found = check === null ? undefined : checkNamed(check);
  if (found === undefined) return true;
  const random = new Random(1);
  const at = [...skip].sort((a, b) => a - b);
  const write = valueWriter(places, skip);
  const draw = (n: number): number => Math.floor(random.uniform() * n);
  for (let i = 0; i < 20; i++) {
    const rank = gap.first + draw(gap.last - gap.first);
    if (found.fix(write(rank, draw), at) !== null) return true;
  }
  return false;
}

function skippedPlaces(places: readonly Place[], text: string, check: string | null): Set<number> {
  const found = check === null ? undefined : checkNamed(check);
  if (found === undefined) return new Set();
  const free = places.flatMap((place, at) => ("free" in place ? [at] : []));
  return new Set(found.places(free, text));
}

interface Ready {
  readonly first: number;
  readonly size: number;
  readonly write: ReturnType<typeof valueWriter>;
  /** Places of the check characters, in order. */
  readonly checked: readonly number[];
}

/** Makes the value of any index; distinct indices give distinct values while the form has room. */
export class FormMaker {
  readonly #forms: Ready[];
  readonly #check: Check | undefined;
  readonly #weights: Cumulative;
  readonly #byCountry: ReadonlyMap<string, Cumulative>;
  readonly #byCity: ReadonlyMap<string, Cumulative>;
  readonly #name: string;
  #random: Random | undefined;
  readonly #draw = (n: number): number => Math.floor(this.#random!.uniform() * n);

  constructor({ forms, check, byCountry = {}, byCity = {} }: FormsPlan, name: string) {
    this.#forms = forms.map(({ form, first, size }) => {
      const places = parseForm(form);
      const none = new Set<number>();
      const sample = valueWriter(places, none)(0, () => 0);
      const skip = skippedPlaces(places, sample, check);
      const checked = [...skip].sort((a, b) => a - b);
      return { first, size, write: valueWriter(places, skip), checked };
    });
    this.#check = check === null ? undefined : checkNamed(check);
    this.#weights = cumulative(forms.map(({ weight }) => weight));
    this.#byCountry = cumulativeBy(byCountry);
    this.#byCity = cumulativeBy(byCity);
    this.#name = name;
  }

  /** `random` is positioned by the caller; `key` shuffles the ranks; `country` and `city` are those of the row. */
  at(index: number, { random, key, country = "", city = "" }: FormDraw): string {
    const weights = this.#byCity.get(city) ?? this.#byCountry.get(country) ?? this.#weights;
    const last = weights.length - 1;
    const x = random.uniform() * weights[last]!;
    let found = 0;
    while (found < last && x >= weights[found]!) found++;
    const { first, size, write, checked } = this.#forms[found]!;
    this.#random = random;
    const draw = this.#draw;
    const check = this.#check;
    if (check === undefined) return write(first + permuted(index % size, size, key), draw);
    for (let attempt = 0; attempt < tries; attempt++) {
      const rank = first + permuted((index + attempt * 104_729) % size, size, key);
      const fixed = check.fix(write(rank, draw), checked);
      if (fixed !== null) return fixed;
    }
    throw new ModelError(
      `column ${this.#name}: no valid number of its form was found; set "replace" to mask or drop`,
    );
  }
}

interface FormDraw {
  readonly random: Random;
  readonly key: number;
  readonly country?: string | undefined;
  readonly city?: string | undefined;
}

type Cumulative = readonly number[];

function cumulativeBy(places: FormWeights): ReadonlyMap<string, Cumulative> {
  return new Map(Object.entries(places).map(([place, weights]) => [place, cumulative(weights)]));
}

function cumulative(weights: readonly number[]): Cumulative {
  let sum = 0;
  return weights.map((weight) => (sum += weight));
}
