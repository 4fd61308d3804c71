import { type LinearConstraint, linearConstraint } from "./linear.ts";
import type { Clause, Rule } from "./ruleSyntax.ts";

/** Rules, by index, that no row can meet together, and how they speak of one another. */
export interface Contradiction {
  readonly rules: readonly number[];
  /** `cycle`: each column is at most the next one, round in a circle; `range`: a smallest value above the largest. */
  readonly kind: "cycle" | "range";
  readonly columns: readonly string[];
}

interface Edge {
  readonly from: number;
  readonly to: number;
  /** value(to) ≤ value(from) + weight. */
  readonly weight: number;
  readonly strict: boolean;
  readonly rule: number;
}

/** More columns in comparisons than this are not looked at together. */
const maxNodes = 400;

/**
 * Comparisons of two columns, or of a column and a constant, that contradict one another: a cycle of negative length in
 * the graph of differences (Bellman–Ford). Columns with an order that holds both ways (a <= b and b <= a) count too: they
 * are equal, and that should be said.
 */
export function findContradiction(
  rules: readonly (Rule | undefined)[],
  ranges: ReadonlyMap<string, { readonly min: number | null; readonly max: number | null }> = new Map(),
): Contradiction | undefined {
  const nodes = new Map<string, number>([["", 0]]);
  const edges: Edge[] = [];
  rules.forEach((rule, at) => {
    if (rule?.kind !== "check") return;
    for (const constraint of constraintsOf(rule.clause)) edges.push(...edgesOf(constraint, at, nodes));
  });
  for (const [name, { min, max }] of ranges) {
    const node = nodes.get(name);
    if (node === undefined) continue;
    if (max !== null) edges.push({ from: 0, to: node, weight: max, strict: false, rule: -1 });
    if (min !== null) edges.push({ from: node, to: 0, weight: -min, strict: false, rule: -1 });
  }
  if (nodes.size > maxNodes) return undefined;
  const cycle = badCycle(edges, nodes.size);
  if (cycle === undefined) return undefined;
  const names = [...nodes.keys()];
  return {
    rules: [...new Set(cycle.map(({ rule }) => rule).filter((rule) => rule >= 0))],
    kind: cycle.some(({ from }) => from === 0) ? "range" : "cycle",
    columns: cycle.map(({ to }) => names[to]!).filter((name) => name !== ""),
  };
}

/** Linear constraints of a clause that bind one row; equalities as they are. */
function constraintsOf(clause: Clause): LinearConstraint[] {
  if (clause.kind === "and") return clause.clauses.flatMap(constraintsOf);
  if (clause.kind !== "comparison") return [];
  return clause.operators.flatMap((operator, i) => {
    const found = linearConstraint(clause.terms[i]!, operator, clause.terms[i + 1]!);
    return found === null ? [] : [found];
  });
}

function edgesOf({ form, relation }: LinearConstraint, rule: number, nodes: Map<string, number>): Edge[] {
  const terms = [...form.terms];
  if (terms.length === 0 || terms.length > 2) return [];
  const scale = Math.abs(terms[0]![1]);
  const [a, b] = [terms[0]!, terms[1] ?? (["", -terms[0]![1]] as const)];
  if (Math.abs(a[1] + b[1]) > 1e-12) return [];
  const node = (name: string) => {
    if (!nodes.has(name)) nodes.set(name, nodes.size);
    return nodes.get(name)!;
  };
  const [higher, lower] = a[1] > 0 ? [a, b] : [b, a];
  const strict = relation === "<";
  const weight = -form.constant / scale;
  const edge = { from: node(lower[0]), to: node(higher[0]), weight, strict, rule };
  if (relation !== "=") return [edge];
  return [edge, { from: edge.to, to: edge.from, weight: -weight, strict: false, rule }];
}

/** A cycle of negative length, or of length zero with a strict step or one made of orders of several rules. */
function badCycle(edges: readonly Edge[], size: number): Edge[] | undefined {
  const distance = new Float64Array(size);
  const before = new Array<Edge | undefined>(size);
  let last = -1;
  for (let round = 0; round <= size; round++) {
    last = -1;
    for (const edge of edges) {
      const next = distance[edge.from]! + edge.weight - (edge.strict ? tiny : 0);
      if (next < distance[edge.to]! - 1e-9) {
        distance[edge.to] = next;
        before[edge.to] = edge;
        last = edge.to;
      }
    }
    if (last < 0) break;
  }
  if (last < 0) return circleOfOrders(edges, size);
  let node = last;
  for (let i = 0; i < size; i++) node = before[node]!.from;
  const cycle: Edge[] = [];
  let at = node;
  do {
    const edge = before[at]!;
    cycle.unshift(edge);
    at = edge.from;
  } while (at !== node);
  return cycle;
}

/** A strict order counts as a step of this many units. */
const tiny = 1e-6;

/** a <= b and b <= a of different rules: no contradiction, but an order that orders nothing. */
function circleOfOrders(edges: readonly Edge[], size: number): Edge[] | undefined {
  const orders = edges.filter(
    (edge) =>
      edge.from !== 0 &&
      edge.to !== 0 &&
      edge.weight === 0 &&
      !edges.some((other) => other !== edge && other.rule === edge.rule && other.from === edge.to),
  );
  const next = Array.from({ length: size }, () => [] as Edge[]);
  for (const edge of orders) next[edge.from]!.push(edge);
  const state = new Uint8Array(size);
  const path: Edge[] = [];
  const visit = (node: number): Edge[] | undefined => {
    state[node] = 1;
    for (const edge of next[node]!) {
      if (state[edge.to] === 1) {
        const start = path.findIndex(({ from }) => from === edge.to);
        return [...(start < 0 ? [] : path.slice(start)), edge];
      }
      if (state[edge.to] === 2) continue;
      path.push(edge);
      const found = visit(edge.to);
      if (found !== undefined) return found;
      path.pop();
    }
    state[node] = 2;
    return undefined;
  };
  for (let node = 0; node < size; node++) {
    if (state[node] !== 0) continue;
    const found = visit(node);
    if (found !== undefined) return found;
  }
  return undefined;
}
