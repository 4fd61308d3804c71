interface Run {
  readonly kind: "digits" | "upper" | "lower" | "literal";
  readonly text: string;
}

const known: readonly (readonly [RegExp, string])[] = [
  [
    /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/,
    "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
  ],
  [
    /^[0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12}$/,
    "[0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12}",
  ],
  [/^[\w.+-]+@[\w-]+(\.[\w-]+)+$/, "[a-z]{8}@example\\.com"],
];

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
    if (values.length > 0 && values.every((v) => form.test(v))) return pattern;
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
    if (lengths.min === lengths.max && values.every((v) => form.test(v)))
      return `${alphabet}{${lengths.min}}`;
  return null;
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
    const { min, max } = range(runs.map((r) => r[k]!.text.length));
    if (kind !== "digits" && min !== max) return null;
    const set = kind === "digits" ? "\\d" : kind === "upper" ? "[A-Z]" : "[a-z]";
    pattern += min === max ? (min === 1 ? set : `${set}{${min}}`) : `${set}{${min},${max}}`;
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
