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

const alphabets: readonly (readonly [RegExp, string])[] = [
  [/^\d+$/, "\\d"],
  [/^[0-9a-f]+$/, "[0-9a-f]"],
  [/^[0-9A-F]+$/, "[0-9A-F]"],
  [/^[0-9A-Z]+$/, "[A-Z0-9]"],
  [/^[0-9a-z]+$/, "[a-z0-9]"],
  [/^[0-9A-Za-z]+$/, "[A-Za-z0-9]"],
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

function patternOf(values: readonly string[]): string | null {
  const first = values[0];
  if (first === undefined || first === "" || first.length > 100) return null;
  const runs = values.map(runsOf);
  const model = runs[0]!;
  if (runs.every((r) => sameShape(r, model))) return byRuns(runs, model.length);
  const lengths = range(values.map((v) => v.length));
  for (const [form, alphabet] of alphabets)
    if (lengths.min === lengths.max && values.every((v) => form.test(v))) return byPlaces(values, alphabet);
  return null;
}

/** One alphabet for all places, but for those where all of many values have the same character and enough others are free. */
function byPlaces(values: readonly string[], alphabet: string): string {
  const first = values[0]!;
  const same = Array.from(first, (c, k) => values.every((v) => v[k] === c));
  const free = same.filter((is) => !is).length;
  // An alphabet has ten characters or more.
  if (values.length < enoughValues || 10 ** free < values.length * 1000)
    return repeated(alphabet, first.length);
  let pattern = "";
  let run = 0;
  for (let k = 0; k < first.length; k++)
    if (same[k]) {
      pattern += repeated(alphabet, run) + first[k];
      run = 0;
    } else run++;
  return pattern + repeated(alphabet, run);
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

function byRuns(runs: readonly (readonly Run[])[], count: number): string | null {
  let pattern = "";
  let varies = false;
  for (let k = 0; k < count; k++) {
    const { kind, text } = runs[0]![k]!;
    if (runs.every((r) => r[k]!.text === text)) {
      pattern += text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
      continue;
    }
    const texts = runs.map((r) => r[k]!.text);
    const { min, max } = range(texts.map((t) => t.length));
    if (kind !== "digits" && min !== max) return null;
    pattern +=
      kind === "digits"
        ? digitsPattern(texts, min, max)
        : repeated(kind === "upper" ? "[A-Z]" : "[a-z]", min, max);
    varies = true;
  }
  return varies ? pattern : null;
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
