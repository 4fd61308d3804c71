interface Run {
  readonly kind: "digits" | "upper" | "lower" | "literal";
  readonly text: string;
}

const known: readonly (readonly [RegExp, (values: readonly string[]) => string])[] = [
  [
    /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/,
    (v) => uuidPattern(v, "[0-9a-f]", "[89ab]"),
  ],
  [
    /^[0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12}$/,
    (v) => uuidPattern(v, "[0-9A-F]", "[89AB]"),
  ],
  [/^[\w.+-]+@[\w-]+(\.[\w-]+)+$/, () => "[a-z]{8}@example\\.com"],
];

/** RFC 9562: the version is the 15th character, the variant (8, 9, a or b) the 20th. */
function uuidPattern(values: readonly string[], hex: string, variant: string): string {
  const version = values[0]![14]!;
  const isOneVersion = values.every((v) => v[14] === version);
  const isStandard = values.every((v) => /[89ab]/i.test(v[19]!));
  return [
    `${hex}{8}`,
    `${hex}{4}`,
    isOneVersion ? `${version}${hex}{3}` : `${hex}{4}`,
    isStandard ? `${variant}${hex}{3}` : `${hex}{4}`,
    `${hex}{12}`,
  ].join("-");
}

/** From as many values on, what none of them has is taken to be no part of the form. */
const enoughValues = 50;
/** As many different values as this for each one there is must be left when common characters stay. */
const roomPerValue = 20;

const alphabets: readonly (readonly [form: RegExp, set: string, size: number])[] = [
  [/^\d*$/, "\\d", 10],
  [/^[0-9a-f]*$/, "[0-9a-f]", 16],
  [/^[0-9A-F]*$/, "[0-9A-F]", 16],
  [/^[0-9A-HJKMNP-TV-Z]{500,}$/, "[0-9A-HJKMNP-TV-Z]", 32],
  [/^[0-9A-Z]*$/, "[A-Z0-9]", 36],
  [/^[0-9a-z]*$/, "[a-z0-9]", 36],
  [/^[0-9A-Za-z]*$/, "[A-Za-z0-9]", 62],
];

const sampleSize = 2000;

/** A pattern that all the values share, from which new ones of the same make can be drawn; null if they have none. */
export function idPattern(values: readonly string[]): string | null {
  for (const [form, pattern] of known)
    if (values.length > 0 && values.every((v) => form.test(v))) return pattern(values);
  let sample = values.slice(0, sampleSize);
  for (let round = 0; round < 4; round++) {
    const pattern = patternOf(sample);
    if (pattern === null || sample.length === values.length) return pattern;
    const form = new RegExp(`^(?:${pattern})$`);
    const misfits: string[] = [];
    for (let i = 0; i < values.length && misfits.length < sampleSize; i++)
      if (!form.test(values[i]!)) misfits.push(values[i]!);
    if (misfits.length === 0) return pattern;
    sample = [...sample, ...misfits];
  }
  return null;
}

/** New ids have room where there are as many for each real one. */
const roomForNew = 3;

/**
 * The pattern of the values, or where they have none in common that of the most of them that are of one form and length (`441`, `441W`) and
 * leave room for as many; any ten letters and digits as the last resort.
 */
export function likelyPattern(values: readonly string[]): string {
  const common = idPattern(values);
  if (common !== null) return common;
  const forms = new Map<string, string[]>();
  for (const value of values) {
    const form = value.replace(/\d/g, "0").replace(/[A-Z]/g, "A").replace(/[a-z]/g, "a");
    const list = forms.get(form);
    if (list === undefined) forms.set(form, [value]);
    else list.push(value);
  }
  const likely = [...forms.values()]
    .toSorted((a, b) => b.length - a.length)
    .slice(0, maxForms)
    .find((texts) => texts.length >= minOfForm && roomOf(texts) >= roomForNew * values.length);
  return (likely && idPattern(likely)) ?? "[A-Z0-9]{10}";
}

const maxForms = 5;
const minOfForm = 5;

/** How many texts of this form there are, where what all have in common stays. */
function roomOf(texts: readonly string[]): number {
  const first = texts[0]!;
  const same = (k: number) => texts.every((text) => text[k] === first[k]);
  return Array.from(first).reduce((room, c, k) => (same(k) ? room : room * (/\d/.test(c) ? 10 : 26)), 1);
}

function patternOf(values: readonly string[]): string | null {
  const first = values[0];
  if (first === undefined || first === "" || first.length > 100) return null;
  const runs = values.map(runsOf);
  const model = runs[0]!;
  if (runs.every((r) => sameShape(r, model))) return byRuns(runs, model.length);
  return byPlaces(values);
}

/**
 * Values of one length: characters that all have in common stay where enough others are free, and so do separators; one alphabet
 * for the other places.
 */
function byPlaces(values: readonly string[]): string | null {
  const first = values[0]!;
  if (values.some((v) => v.length !== first.length)) return null;
  const same = Array.from(first, (c, k) => values.every((v) => v[k] === c));
  if (!same.includes(false)) return null;
  const kept = alphabetOf(values, same);
  const free = same.filter((is) => !is).length;
  if (
    kept !== undefined &&
    values.length >= enoughValues &&
    kept.size ** free >= values.length * roomPerValue
  )
    return placesPattern(first, same, kept.set);
  const separators = Array.from(first, (c, k) => same[k]! && /[^0-9A-Za-z]/.test(c));
  const all = alphabetOf(values, separators);
  return all === undefined ? null : placesPattern(first, separators, all.set);
}

/** The smallest alphabet of all characters at places that are not fixed. */
function alphabetOf(
  values: readonly string[],
  fixed: readonly boolean[],
): { readonly set: string; readonly size: number } | undefined {
  const texts = values.map((v) => Array.from(v).filter((_, k) => !fixed[k]));
  const joined = texts.flat().join("");
  const found = alphabets.find(([form]) => form.test(joined));
  return found && { set: found[1], size: found[2] };
}

function placesPattern(first: string, fixed: readonly boolean[], set: string): string {
  let pattern = "";
  let run = 0;
  for (let k = 0; k < first.length; k++) {
    if (!fixed[k]) {
      run++;
      continue;
    }
    pattern += repeated(set, run) + escaped(first[k]!);
    run = 0;
  }
  return pattern + repeated(set, run);
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}

function repeated(set: string, min: number, max = min): string {
  if (max === 0) return "";
  return min === max ? (min === 1 ? set : `${set}{${min}}`) : `${set}{${min},${max}}`;
}

/** Digits of a run, without leading zeros where none of many values has one. */
function digitsPattern(texts: readonly string[], min: number, max: number): string {
  const leads = max > 1 && texts.length >= enoughValues && texts.every((text) => !text.startsWith("0"));
  return leads ? `[1-9]${repeated("\\d", min - 1, max - 1)}` : repeated("\\d", min, max);
}

function runsOf(value: string): Run[] {
  const runs: Run[] = [];
  for (const [text, digits, upper, lower] of value.matchAll(/(\d+)|([A-Z]+)|([a-z]+)|[^0-9A-Za-z]+/g))
    runs.push({ kind: digits ? "digits" : upper ? "upper" : lower ? "lower" : "literal", text });
  return runs;
}

function sameShape(a: readonly Run[], b: readonly Run[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) {
    if (a[i]!.kind !== b[i]!.kind) return false;
    if (a[i]!.kind === "literal" && a[i]!.text !== b[i]!.text) return false;
  }
  return true;
}

/** Rows that hold each of the values of a run of digits, at least, for it to say a year or a branch and not to count. */
const rowsPerKind = 5;

/**
 * Runs of digits that take few values, many rows each, as the years of `INV-2023-00017` do: place by place between the digits that
 * are there. Null for others.
 */
function kindsPattern(texts: readonly string[]): { readonly pattern: string; readonly size: number } | null {
  const counts = new Map<string, number>();
  for (const text of texts) {
    counts.set(text, (counts.get(text) ?? 0) + 1);
    if (counts.size * roomPerValue > texts.length) return null;
  }
  if ([...counts.values()].some((rows) => rows < rowsPerKind)) return null;
  let size = 1;
  const places = Array.from(texts[0]!, (_, k) => {
    const digits = [...counts.keys()].map((text) => Number(text[k]!));
    const [low, high] = [Math.min(...digits), Math.max(...digits)];
    size *= high - low + 1;
    return low === high ? String(low) : `[${low}-${high}]`;
  });
  return { pattern: places.join(""), size };
}

function byRuns(runs: readonly (readonly Run[])[], count: number): string | null {
  const narrow = runsPattern(runs, count, true);
  if (narrow === null || narrow.size >= roomPerValue * runs.length) return narrow?.pattern ?? null;
  return runsPattern(runs, count, false)!.pattern;
}

/** @param kinds whether runs of few values keep to them. Size: texts that the pattern has, about. */
function runsPattern(
  runs: readonly (readonly Run[])[],
  count: number,
  kinds: boolean,
): { readonly pattern: string; readonly size: number } | null {
  let pattern = "";
  let size = 1;
  let varies = false;
  for (let k = 0; k < count; k++) {
    const { kind, text } = runs[0]![k]!;
    if (runs.every((r) => r[k]!.text === text)) {
      pattern += escaped(text);
      continue;
    }
    const texts = runs.map((r) => r[k]!.text);
    const { min, max } = range(texts.map((t) => t.length));
    if (kind !== "digits" && min !== max) return null;
    varies = true;
    const few = kinds && kind === "digits" && min === max ? kindsPattern(texts) : null;
    size *= few?.size ?? (kind === "digits" ? 10 : 26) ** max;
    pattern +=
      few?.pattern ??
      (kind === "digits"
        ? digitsPattern(texts, min, max)
        : repeated(kind === "upper" ? "[A-Z]" : "[a-z]", min, max));
  }
  return varies ? { pattern, size } : null;
}

function range(numbers: readonly number[]): { min: number; max: number } {
  let min = Number.POSITIVE_INFINITY;
  let max = 0;
  for (const n of numbers) {
    if (n < min) min = n;
    if (n > max) max = n;
  }
  return { min, max };
}
