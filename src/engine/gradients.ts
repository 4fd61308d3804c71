import { add, broadcast, concat, constant, matmul } from "./functions.ts";
import { type OpRule, ops } from "./ops.ts";
import { isOp, type OpName, type Tensor, topologicalOrder } from "./tensor.ts";

/**
 * Reverse-mode differentiation as a graph transformation: d(Σ y)/dx for each x of `wrt`, as tensors of the shapes of
 * `wrt`. The result can be differentiated again. An x that y does not depend on gets zeros.
 * @param seed the gradient with respect to y; ones if left out
 */
export function gradients(y: Tensor, wrt: readonly Tensor[], seed: Tensor = constant(1, y.shape)): Tensor[] {
  const order = topologicalOrder([y]);
  const needed = new Set<Tensor>(wrt);
  for (const t of order) if (t.inputs.some((i) => needed.has(i))) needed.add(t);
  const flows = new Map<Tensor, Flow>();
  flowInto(flows, y).whole.push(seed);
  const total = new Map<Tensor, Tensor>();
  for (const t of order.reverse()) {
    const flow = flows.get(t);
    if (flow === undefined || !needed.has(t)) continue;
    flows.delete(t);
    const g = accumulate(t, flow);
    total.set(t, g);
    if (!t.inputs.some((i) => needed.has(i))) continue;
    if (isOp(t, "slice")) {
      flowInto(flows, t.inputs[0]!).slices.push({ ...t.attributes, g });
    } else {
      const parts = (ops[t.op] as OpRule<OpName>).gradient(t, g);
      t.inputs.forEach((from, i) => {
        const part = parts[i];
        if (part && needed.has(from)) flowInto(flows, from).whole.push(part);
      });
    }
  }
  return wrt.map((x) => broadcast(total.get(x) ?? constant(0, x.shape), x.shape));
}

/** What flows back into a tensor: gradients of all of it, and of slices of it. */
interface Flow {
  readonly whole: Tensor[];
  readonly slices: SliceGradient[];
}

interface SliceGradient {
  readonly axis: number;
  readonly start: number;
  readonly end: number;
  readonly g: Tensor;
}

function flowInto(flows: Map<Tensor, Flow>, t: Tensor): Flow {
  let flow = flows.get(t);
  if (flow === undefined) {
    flow = { whole: [], slices: [] };
    flows.set(t, flow);
  }
  return flow;
}

function accumulate(t: Tensor, { whole, slices }: Flow): Tensor {
  return joinedProducts([...whole, ...assembled(t, slices)]).reduce((a, b) => add(a, b));
}

/** A₁ᵀB₁ + A₂ᵀB₂ is one product of the stacked matrices: a weight used several times gets one matrix product. */
function joinedProducts(terms: readonly Tensor[]): Tensor[] {
  const products = terms.filter((t): t is Tensor<"matmul"> => isOp(t, "matmul"));
  const outer = products.filter((t) => t.attributes.transA && !t.attributes.transB);
  if (outer.length < 2) return [...terms];
  const stacked = [0, 1].map((side) =>
    concat(
      outer.map((t) => t.inputs[side]!),
      0,
    ),
  ) as [Tensor, Tensor];
  const rest = terms.filter((t) => !(outer as readonly Tensor[]).includes(t));
  return [...rest, matmul(stacked[0], stacked[1], { transA: true })];
}

/** Slices of one axis that do not overlap become one concat, gaps filled with zeros. */
function assembled(t: Tensor, slices: readonly SliceGradient[]): Tensor[] {
  const layers: SliceGradient[][] = [];
  for (const s of [...slices].sort((a, b) => a.start - b.start)) {
    const layer = layers.find((l) => l[0]!.axis === s.axis && l[l.length - 1]!.end <= s.start);
    if (layer === undefined) layers.push([s]);
    else layer.push(s);
  }
  return layers.map((layer) => {
    const axis = layer[0]!.axis;
    const parts: Tensor[] = [];
    let at = 0;
    const fill = (to: number): void => {
      if (to > at)
        parts.push(
          constant(
            0,
            t.shape.map((n, i) => (i === axis ? to - at : n)),
          ),
        );
    };
    for (const s of layer) {
      fill(s.start);
      parts.push(s.g);
      at = s.end;
    }
    fill(t.shape[axis]!);
    return concat(parts, axis);
  });
}
