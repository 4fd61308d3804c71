import type { Arithmetic, Expression, FunctionName } from "../../../config/rules/ruleSyntax.ts";
import { civil, civilFromDays } from "../../../table/cells/civilDate.ts";
import { numbersOf, type RuleView, textsOf, type Vector } from "./ruleView.ts";

export const dayMs = 86_400_000;

/** The value of an expression in every row; missing where a part of it is, or a division by zero. */
export function evaluate(expression: Expression, view: RuleView): Vector {
  switch (expression.kind) {
    case "number":
      return { kind: "number", values: new Float64Array(view.rows).fill(expression.value) };
    case "date":
      return { kind: "date", values: new Float64Array(view.rows).fill(expression.value) };
    case "text":
      return { kind: "text", values: new Array<string>(view.rows).fill(expression.value) };
    case "column":
      return view.column(expression.name);
    case "call":
      return call(expression.name, expression.parts, view);
    case "binary":
      return combine(expression.operator, evaluate(expression.left, view), evaluate(expression.right, view));
  }
}

function combine(operator: Arithmetic, left: Vector, right: Vector): Vector {
  const [a, b] = [numbersOf(left), numbersOf(right)];
  const dates = (left.kind === "date" ? 1 : 0) + (right.kind === "date" ? 1 : 0);
  const n = a.length;
  const out = new Float64Array(n);
  if (dates === 2 && operator === "-") {
    for (let i = 0; i < n; i++) out[i] = (a[i]! - b[i]!) / dayMs;
    return { kind: "number", values: out };
  }
  if (dates === 1) {
    const [factorA, factorB] = [left.kind === "date" ? 1 : dayMs, right.kind === "date" ? 1 : dayMs];
    const sign = operator === "-" ? -1 : 1;
    for (let i = 0; i < n; i++) out[i] = Math.round(a[i]! * factorA + sign * b[i]! * factorB);
    return { kind: "date", values: out };
  }
  for (let i = 0; i < n; i++) out[i] = arithmetic(operator, a[i]!, b[i]!);
  return { kind: "number", values: out };
}

function arithmetic(operator: Arithmetic, a: number, b: number): number {
  if (operator === "+") return a + b;
  if (operator === "-") return a - b;
  if (operator === "*") return a * b;
  return b === 0 ? Number.NaN : a / b;
}

const roundings = {
  round: (v: number) => Math.sign(v) * Math.floor(Math.abs(v) + 0.5 + slack(v)),
  roundEven: (v: number) => {
    const low = Math.floor(v);
    const over = v - low - 0.5;
    if (Math.abs(over) > slack(v)) return over > 0 ? low + 1 : low;
    return low % 2 === 0 ? low : low + 1;
  },
  floor: (v: number) => Math.floor(v + slack(v)),
  ceil: (v: number) => Math.ceil(v - slack(v)),
} as const;

/** What floating point may be off by in a number of this size. */
function slack(value: number): number {
  return 1e-9 * Math.max(1, Math.abs(value) * 1e-3);
}

/** Rounds as a rule's function does: decimal ties count as ties although binary fractions only come near them. */
export function roundAs(how: keyof typeof roundings, value: number, decimals: number): number {
  const scale = 10 ** Math.abs(decimals);
  const scaled = decimals < 0 ? value / scale : value * scale;
  const whole = roundings[how](scaled);
  return (decimals < 0 ? whole * scale : whole / scale) + 0;
}

function isRounding(name: FunctionName): name is keyof typeof roundings {
  return Object.hasOwn(roundings, name);
}

const perDay: Partial<Record<FunctionName, number>> = { hours: 24, minutes: 1440, seconds: 86_400 };

/** Year, month and day of a time. */
function civilOf(ms: number): { readonly year: number; readonly month: number; readonly day: number } {
  civilFromDays(Math.floor(ms / dayMs));
  return civil;
}

const dateParts: Partial<Record<FunctionName, (ms: number) => number>> = {
  year: (ms) => civilOf(ms).year,
  quarter: (ms) => Math.floor((civilOf(ms).month - 1) / 3) + 1,
  month: (ms) => civilOf(ms).month,
  day: (ms) => civilOf(ms).day,
  weekday: (ms) => ((((Math.floor(ms / dayMs) + 3) % 7) + 7) % 7) + 1,
  hour: (ms) => Math.floor(ms / 3_600_000) - 24 * Math.floor(ms / dayMs),
  minute: (ms) => Math.floor(ms / 60_000) - 60 * Math.floor(ms / 3_600_000),
};

function call(name: FunctionName, parts: readonly Expression[], view: RuleView): Vector {
  if (name === "concat")
    return concat(
      parts.map((part) => textsOf(evaluate(part, view))),
      view.rows,
    );
  const given = numbersOf(evaluate(parts[0]!, view));
  if (name === "date") return { kind: "date", values: given.map((ms) => Math.floor(ms / dayMs) * dayMs) };
  if (isRounding(name)) {
    const decimals = parts[1]?.kind === "number" ? parts[1].value : 0;
    return { kind: "number", values: given.map((v) => roundAs(name, v, decimals)) };
  }
  const factor = perDay[name];
  if (factor !== undefined) return { kind: "number", values: given.map((v) => v * factor) };
  const part = dateParts[name]!;
  return {
    kind: "number",
    values: given.map((ms) => (Number.isNaN(ms) ? Number.NaN : part(ms))),
  };
}

function concat(parts: readonly (readonly (string | null)[])[], rows: number): Vector {
  const values = new Array<string | null>(rows);
  for (let i = 0; i < rows; i++) {
    const cells = parts.map((part) => part[i]!);
    values[i] = cells.some((cell) => cell === null) ? null : cells.join("");
  }
  return { kind: "text", values };
}
