import { scalarValue } from "../functions.ts";
import { isOp, type Tensor } from "../tensor.ts";

/** α·op(a)·op(b) + β·c as one ONNX Gemm. */
export interface FusedGemm {
  readonly product: Tensor<"matmul">;
  readonly alpha: number;
  readonly beta: number;
  readonly c: Tensor | undefined;
}

/**
 * Finds sums and multiples of matrix products that one Gemm node can compute: scaling and adding happen while the
 * product is in cache. A product (or scaled term) is only swallowed when nothing else uses it.
 */
export function fuseGemms(order: readonly Tensor[], outputs: readonly Tensor[]): Map<Tensor, FusedGemm> {
  const uses = new Map<Tensor, number>();
  for (const t of [...order.flatMap((o) => o.inputs), ...outputs]) uses.set(t, (uses.get(t) ?? 0) + 1);
  const fused = new Map<Tensor, FusedGemm>();
  for (const t of order) {
    const match = matchGemm(t, fused, (x) => uses.get(x) === 1);
    if (match !== undefined) fused.set(t, match);
  }
  return fused;
}

function matchGemm(
  t: Tensor,
  fused: ReadonlyMap<Tensor, FusedGemm>,
  usedOnce: (x: Tensor) => boolean,
): FusedGemm | undefined {
  if (isOp(t, "matmul")) return { product: t, alpha: 1, beta: 0, c: undefined };
  const bare = (x: Tensor): FusedGemm | undefined => {
    const gemm = usedOnce(x) ? fused.get(x) : undefined;
    return gemm?.c === undefined ? gemm : undefined;
  };
  if (t.op === "mul") {
    const k = scalarValue(t.inputs[1]!);
    const gemm = k === undefined ? undefined : bare(t.inputs[0]!);
    return gemm && { ...gemm, alpha: gemm.alpha * k! };
  }
  if (t.op !== "add") return undefined;
  const [x, y] = t.inputs as [Tensor, Tensor];
  for (const [term, c] of [
    [x, y],
    [y, x],
  ] as const) {
    const gemm = bare(term);
    if (gemm === undefined || term === c || c.shape.length > 2) continue;
    if (term.shape[0] !== t.shape[0] || term.shape[1] !== t.shape[1]) continue;
    const k = c.op === "mul" && usedOnce(c) && !fused.has(c) ? scalarValue(c.inputs[1]!) : undefined;
    return k === undefined ? { ...gemm, beta: 1, c } : { ...gemm, beta: k, c: c.inputs[0]! };
  }
  return undefined;
}
