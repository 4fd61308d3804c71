import { Random } from "../../../numerics/random.ts";
import { ModelError } from "../../modelTable.ts";
import { permuted } from "../../permutation.ts";
import { checkNamed } from "./checks.ts";
import { formOf, type Place, parseForm, rankOf, shapeOf, sizeOf, valueAt } from "./textForm.ts";

/** Forms that values of a column have, and where in each the invented ones lie: outside the real ones. */
export interface FormsPlan {
  readonly forms: readonly FormPlan[];
  /** Name of the check the values pass (`checkNamed`); null where none. */
  readonly check: string | null;
}

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
  /** Values of different groups never share a form: a prefix that says the country, say. */
  readonly group?: (text: string) => string;
  readonly check: string | null;
  /** Output is a number: at most 15 digits, and no zero in front. */
  readonly numeric?: boolean;
}

const maxForms = 24;
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
  const shared = sorted.filter((list) => list.length >= options.minValues).slice(0, maxForms);
  const kept = shared.length > 0 ? shared : sorted.slice(0, 1).map((list) => list.slice(0, 1));
  const forms = kept.map((list) => {
    const shape = shapeOf(list[0]!);
    const form = list.length >= Math.max(2, options.minValues) ? formOf(list, shape) : shape;
    return placed(form, list, options);
  });
  return { forms, check: options.check };
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
  return placed(grown(form), [], options);
}

function canGrow(form: string, options: FormsOptions): boolean {
  if (options.check !== null && options.check !== "luhn") return false;
  return (
    form.length < (options.numeric === true ? 30 : 60) &&
    parseForm(form).length < (options.numeric === true ? 15 : 40) &&
    /\\[dAahH]/.test(form)
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
  return first !== undefined && "free" in first ? size / 10 : 0;
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
  const draw = (n: number): number => Math.floor(random.uniform() * n);
  for (let i = 0; i < 20; i++) {
    const rank = gap.first + draw(gap.last - gap.first);
    if (found.fix(valueAt(places, rank, skip, draw), at) !== null) return true;
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
  readonly plan: FormPlan;
  readonly places: readonly Place[];
  readonly skip: ReadonlySet<number>;
  readonly cumulative: number;
}

/** Makes the value of any index; distinct indices give distinct values while the form has room. */
export class FormMaker {
  readonly #forms: Ready[];
  readonly #check: string | null;
  readonly #total: number;
  readonly #name: string;

  constructor({ forms, check }: FormsPlan, name: string) {
    let cumulative = 0;
    this.#forms = forms.map((plan) => {
      const places = parseForm(plan.form);
      const sample = valueAt(places, 0, new Set(), () => 0);
      cumulative += plan.weight;
      return { plan, places, skip: skippedPlaces(places, sample, check), cumulative };
    });
    this.#check = check;
    this.#total = cumulative;
    this.#name = name;
  }

  /** `random` is positioned by the caller; `key` shuffles the ranks. */
  at(index: number, random: Random, key: number): string {
    const x = random.uniform() * this.#total;
    const form = this.#forms.find(({ cumulative }) => x < cumulative) ?? this.#forms.at(-1)!;
    const { first, size } = form.plan;
    const draw = (n: number): number => Math.floor(random.uniform() * n);
    const check = this.#check === null ? undefined : checkNamed(this.#check);
    if (check === undefined)
      return valueAt(form.places, first + permuted(index % size, size, key), form.skip, draw);
    const at = [...form.skip].sort((a, b) => a - b);
    for (let attempt = 0; attempt < tries; attempt++) {
      const rank = first + permuted((index + attempt * 104_729) % size, size, key);
      const fixed = check.fix(valueAt(form.places, rank, form.skip, draw), at);
      if (fixed !== null) return fixed;
    }
    throw new ModelError(
      `column ${this.#name}: no valid number of its form was found; set "replace" to mask or drop`,
    );
  }
}
