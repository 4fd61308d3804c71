import { addForms, type LinearForm, scaleForm } from "../../../config/rules/linear.ts";
import { columnsOfExpression, type Expression } from "../../../config/rules/ruleSyntax.ts";
import type { RatioPlan, VariablePlan } from "../rulesPlan.ts";
import type { Definition, Equality, Order, SplitRules } from "../splitRules.ts";
import { choosePivot } from "./choosePivot.ts";
import { chooseRatios } from "./chooseRatios.ts";
import { type Bound, type Inequality, triangular } from "./fourierMotzkin.ts";
import { losesHeap } from "./heaps.ts";
import type { Known } from "./known.ts";
import type { Powers } from "./powers.ts";

interface Sources {
  /** Columns that follow from base variables by a sum. */
  readonly pivots: ReadonlyMap<string, LinearForm>;
  /** Columns and parts that are computed from others. */
  readonly computed: ReadonlyMap<string, Expression>;
  /** Whether some equality could not be kept by computing a column. */
  readonly complete: boolean;
}

export interface CompiledSystem {
  readonly variables: readonly VariablePlan[];
  /** Some order of computed columns, or of ones of few levels, is not kept by their bounds: rows that break it have to be left out. */
  readonly loose: boolean;
}

/**
 * Orders the variables of one group of columns so that each is free between bounds that earlier ones give, or follows from
 * earlier ones. Null when the rules do not allow that: then rows that break them have to be left out.
 *
 * @param columns of the group, in the order of the table
 */
export function compileSystem(columns: readonly Known[], rules: SplitRules): CompiledSystem | null {
  const known = new Map(columns.map((column) => [column.name, column]));
  const sources = chooseSources(rules, known);
  if (!sources.complete) return null;
  const resolve = (form: LinearForm) => substitute(form, sources.pivots);
  const orders = rules.orders.map((order) => ({ ...order, form: resolve(withGap(order, known)) }));
  const plain = plainNames(columns, sources, orders);
  const ratios = chooseRatios(sources.computed, plain, known);
  const base = baseOrder(columns, sources, orders, ratios);
  if (base === null) return null;
  const at = new Map(base.map((name, i) => [name, i]));
  const given = new Set(base.flatMap((name, i) => (sources.computed.has(name) ? [i] : [])));
  const inequalities = orders.map(({ form }) => inequalityOf(form, at));
  const ranges = base.flatMap((name, i) => rangeOf(known.get(name), singleForm(name), at, given.has(i)));
  const pivotRanges = [...sources.pivots].flatMap(([name, form]) =>
    rangeOf(known.get(name), form, at, false),
  );
  const bounds =
    triangular([...inequalities, ...ranges, ...pivotRanges], base.length, given) ??
    triangular([...inequalities, ...ranges], base.length, given) ??
    triangular(inequalities, base.length, given);
  if (bounds === null) return null;
  const variables = base.map((name, i): VariablePlan => {
    const computed = sources.computed.get(name);
    if (computed !== undefined)
      return { ...computedOn(name, known), source: { kind: "computed", expression: computed } };
    return {
      ...described(name, known),
      source: {
        kind: "free",
        bounds: bounds[i]!,
        anchor: anchorOf(i, inequalities, base, known),
        ...ratioOf(i, ratios.get(name), at),
        missing: false,
      },
    };
  });
  const loose = inequalities.some(({ coefficients }) => {
    const last = coefficients.findLastIndex((c) => c !== 0);
    return given.has(last) || known.get(base[last]!)?.grid.levels !== undefined;
  });
  return { variables: [...variables, ...pivotVariables(sources, known, at)], loose };
}

/** Number columns that are learned as they are, none of them in an order. */
function plainNames(columns: readonly Known[], sources: Sources, orders: readonly Order[]): Set<string> {
  const ordered = new Set(orders.flatMap(({ form }) => [...form.terms.keys()]));
  return new Set(
    columns.flatMap(({ name }) =>
      sources.pivots.has(name) || sources.computed.has(name) || ordered.has(name) ? [] : [name],
    ),
  );
}

/** How variable `v` is learned as a ratio, where all that it takes come before it. */
function ratioOf(
  v: number,
  ratio: Powers | undefined,
  at: ReadonlyMap<string, number>,
): { readonly ratio?: RatioPlan } {
  if (ratio === undefined) return {};
  const powers = [...ratio.powers].map(
    ([name, power]) => [at.get(name) ?? Number.POSITIVE_INFINITY, power] as const,
  );
  return powers.every(([other]) => other < v) ? { ratio: { factor: ratio.factor, powers } } : {};
}

function pivotVariables(
  sources: Sources,
  known: ReadonlyMap<string, Known>,
  at: ReadonlyMap<string, number>,
): VariablePlan[] {
  return [...sources.pivots].map(([name, form]) => ({
    ...computedOn(name, known),
    source: { kind: "linear", form: boundOfForm(form, at) },
  }));
}

function described(name: string, known: ReadonlyMap<string, Known>): Omit<VariablePlan, "source"> {
  const column = known.get(name);
  if (column === undefined) return { name, kind: "part", grid: { unit: 0, offset: 0 }, min: null, max: null };
  const { kind, grid, min, max } = column;
  return { name, kind, grid, min: finite(min), max: finite(max) };
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

function computedOn(name: string, known: ReadonlyMap<string, Known>): Omit<VariablePlan, "source"> {
  const plan = described(name, known);
  return { ...plan, grid: known.get(name)?.plain ?? plan.grid };
}

function chooseSources(rules: SplitRules, known: ReadonlyMap<string, Known>): Sources {
  const computed = new Map<string, Expression>(rules.parts);
  const sums: Equality[] = [...rules.equalities];
  let complete = true;
  for (const definition of rules.definitions) {
    if (computed.has(definition.target) || dependsOn(definition, computed)) complete = false;
    else computed.set(definition.target, definition.expression);
  }
  const pivots = new Map<string, LinearForm>();
  for (const { form, target } of sums) {
    const reduced = substitute(form, pivots);
    if (reduced.terms.size === 0) {
      if (Math.abs(reduced.constant) > 1e-6) complete = false;
      continue;
    }
    const pivot = choosePivot(reduced, target, { computed, pivots, known });
    if (pivot === undefined) {
      complete = false;
      continue;
    }
    const own = reduced.terms.get(pivot)!;
    const rest = addForms(reduced, { terms: new Map([[pivot, own]]), constant: 0 }, -1);
    const solved = scaleForm(rest, -1 / own);
    for (const [name, other] of pivots) pivots.set(name, substitute(other, new Map([[pivot, solved]])));
    pivots.set(pivot, solved);
  }
  return { pivots, computed, complete };
}

/** Whether what a definition computes is, over other definitions, part of its own expression. */
function dependsOn({ target, expression }: Definition, computed: ReadonlyMap<string, Expression>): boolean {
  const seen = new Set<string>();
  const open = columnsOfExpression(expression).map(({ name }) => name);
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (name === target) return true;
    if (seen.has(name)) continue;
    seen.add(name);
    const inner = computed.get(name);
    if (inner !== undefined) open.push(...columnsOfExpression(inner).map((one) => one.name));
  }
  return false;
}

function substitute(form: LinearForm, pivots: ReadonlyMap<string, LinearForm>): LinearForm {
  let out = form;
  for (const [name, coefficient] of form.terms) {
    const inner = pivots.get(name);
    if (inner === undefined) continue;
    out = addForms(out, { terms: new Map([[name, coefficient]]), constant: 0 }, -1);
    out = addForms(out, inner, coefficient);
  }
  return out;
}

/** A strict order leaves one unit of the finer grid between. */
function withGap({ form, strict }: Order, known: ReadonlyMap<string, Known>): LinearForm {
  if (!strict) return form;
  const units = [...form.terms.keys()].map((name) => known.get(name)?.grid.unit ?? 0).filter((u) => u > 0);
  const gap = units.length === 0 ? 1e-6 : Math.min(...units);
  return { terms: form.terms, constant: form.constant + gap };
}

/** Base variables, those of few levels first, so that each comes after those it is computed from, a ratio after what it takes, and the higher of two ordered ones after the lower. */
function baseOrder(
  columns: readonly Known[],
  sources: Sources,
  orders: readonly Order[],
  ratios: ReadonlyMap<string, Powers>,
): string[] | null {
  const leveled = columns.flatMap(({ name, grid }) => (grid.levels === undefined ? [] : [name]));
  const hasLevels = (name: string) => leveled.includes(name);
  const plain = columns.flatMap(({ name }) => (hasLevels(name) ? [] : [name]));
  const names = [
    ...[...leveled, ...plain].filter((name) => !sources.pivots.has(name)),
    ...[...sources.computed.keys()].filter((name) => !columns.some((column) => column.name === name)),
  ];
  const before = new Map(names.map((name) => [name, new Set<string>()]));
  for (const name of names) {
    const expression = sources.computed.get(name);
    if (expression === undefined) continue;
    for (const { name: source } of columnsOfExpression(expression))
      for (const base of sources.pivots.get(source)?.terms.keys() ?? [source]) before.get(name)!.add(base);
  }
  const hard = sortNames(names, before);
  if (hard === null) return null;
  const prefer = (second: string, first: string): void => {
    before.get(second)!.add(first);
    if (sortNames(names, before) === null) before.get(second)!.delete(first);
  };
  for (const [name, { powers }] of ratios)
    for (const other of powers.keys()) if (before.has(other)) prefer(name, other);
  for (const { form } of orders) {
    const lower = [...form.terms].filter(([, c]) => c > 0).map(([name]) => name);
    const higher = [...form.terms].filter(([, c]) => c < 0).map(([name]) => name);
    for (const high of higher)
      for (const low of lower) {
        const lowFirst = !sources.computed.has(high) && (hasLevels(low) || !hasLevels(high));
        const [first, second] = lowFirst ? [low, high] : [high, low];
        prefer(second!, first!);
      }
  }
  return sortNames(names, before);
}

function sortNames(
  names: readonly string[],
  before: ReadonlyMap<string, ReadonlySet<string>>,
): string[] | null {
  const done = new Set<string>();
  while (done.size < names.length) {
    const next = names.find(
      (name) => !done.has(name) && [...before.get(name)!].every((one) => done.has(one)),
    );
    if (next === undefined) return null;
    done.add(next);
  }
  return [...done];
}

function singleForm(name: string): LinearForm {
  return { terms: new Map([[name, 1]]), constant: 0 };
}

function inequalityOf(form: LinearForm, at: ReadonlyMap<string, number>): Inequality {
  const coefficients = new Float64Array(at.size);
  for (const [name, coefficient] of form.terms) coefficients[at.get(name)!] = coefficient;
  return { coefficients, constant: form.constant };
}

function rangeOf(
  column: Known | undefined,
  form: LinearForm,
  at: ReadonlyMap<string, number>,
  skip: boolean,
): Inequality[] {
  if (column === undefined || skip) return [];
  const above = Number.isFinite(column.max) ? [addForms(form, constant(column.max), -1)] : [];
  const below = Number.isFinite(column.min) ? [addForms(constant(column.min), form, -1)] : [];
  return [...above, ...below].map((one) => inequalityOf(one, at));
}

function constant(value: number): LinearForm {
  return { terms: new Map(), constant: value };
}

function boundOfForm(form: LinearForm, at: ReadonlyMap<string, number>): Bound {
  return { terms: [...form.terms].map(([name, c]) => [at.get(name)!, c] as const), constant: form.constant };
}

/**
 * The bounds that rules (not ranges) put on variable `v` by earlier ones; lower ones where there are any. Distances to a column of few
 * levels, or of one, would be heaps: there the values are learned, and where distances would lose a heap of the values.
 */
function anchorOf(
  v: number,
  inequalities: readonly Inequality[],
  base: readonly string[],
  known: ReadonlyMap<string, Known>,
): Extract<VariablePlan["source"], { kind: "free" }>["anchor"] {
  const own = inequalities.filter(
    ({ coefficients }) =>
      Math.abs(Math.abs(coefficients[v]!) - 1) < 1e-9 &&
      coefficients.every((c, i) => c === 0 || (i <= v && known.get(base[i]!)?.grid.levels === undefined)) &&
      coefficients.some((c, i) => i < v && c !== 0),
  );
  const lower = own.filter(({ coefficients }) => coefficients[v]! < 0);
  const chosen = lower.length > 0 ? lower : own;
  if (chosen.length === 0) return null;
  const bounds = chosen.map(({ coefficients, constant: c }): Bound => {
    const self = coefficients[v]!;
    const terms: [number, number][] = [];
    coefficients.forEach((k, i) => {
      if (i !== v && k !== 0) terms.push([i, -k / self]);
    });
    return { terms, constant: -c / self };
  });
  if (
    losesHeap(
      known.get(base[v]!),
      bounds,
      base.map((name) => known.get(name)),
    )
  )
    return null;
  const involved = [v, ...bounds.flatMap(({ terms }) => terms.map(([i]) => i))].map((i) =>
    known.get(base[i]!),
  );
  const unit = involved[0]!.kind === "date" ? tickOf(involved) : 1;
  return { side: lower.length > 0 ? "lower" : "upper", bounds, unit };
}

/** The finest of the grids, in days; a microsecond where one has none. */
function tickOf(columns: readonly (Known | undefined)[]): number {
  const units = columns.map((column) => column?.grid.unit ?? 0).filter((unit) => unit > 0);
  return units.length === 0 ? 1 / 86_400_000 : Math.min(...units);
}
