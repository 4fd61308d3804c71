import { type OpRule, ops } from "../ops.ts";
import { isOp, type OpName, sameShape, type Tensor, topologicalOrder } from "../tensor.ts";
import { Emitter } from "./emitter.ts";
import { type FusedGemm, fuseGemms } from "./gemmFusion.ts";
import type { GraphProto, ValueInfoProto } from "./onnxCodec.generated.js";

export interface NamedOutput {
  readonly name: string;
  readonly value: Tensor;
}

/**
 * The tensors as an ONNX graph. Equal nodes are emitted once, broadcasts that an elementwise operator does by itself
 * are dropped, and sums of matrix products become Gemm nodes.
 * @param inputs order of the graph's inputs; every input the outputs depend on must be among them
 */
export function emitGraph(
  name: string,
  inputs: readonly Tensor<"input">[],
  outputs: readonly NamedOutput[],
): GraphProto {
  const emit = new Emitter(`${name}.`);
  const order = topologicalOrder(outputs.map((o) => o.value));
  const known = new Set(inputs);
  for (const t of order)
    if (isOp(t, "input") && !known.has(t))
      throw new RangeError(`graph ${name}: input ${t.attributes.name} is not listed`);
  const names = lazyNames(
    emit,
    fuseGemms(
      order,
      outputs.map((o) => o.value),
    ),
  );
  for (const output of outputs) emit.output(output.name, names(output.value));
  return {
    node: emit.finish(),
    name,
    initializer: emit.initializers,
    input: inputs.map((t) => valueInfo(t.attributes.name, t.shape)),
    output: outputs.map((o) => valueInfo(o.name, o.value.shape)),
  };
}

/** Emits what is asked for and what that needs; a product inside a fused Gemm is never asked for. */
function lazyNames(emit: Emitter, gemms: ReadonlyMap<Tensor, FusedGemm>): (t: Tensor) => string {
  const names = new Map<Tensor, string>();
  const name = (root: Tensor): string => {
    const stack = [root];
    while (stack.length > 0) {
      const t = stack[stack.length - 1]!;
      if (names.has(t)) {
        stack.pop();
        continue;
      }
      const gemm = gemms.get(t);
      const needs = gemm ? [...gemm.product.inputs, ...(gemm.c ? [gemm.c] : [])] : operands(t);
      const missing = needs.filter((n) => !names.has(n));
      if (missing.length > 0) stack.push(...missing.reverse());
      else {
        const values = needs.map((n) => names.get(n)!);
        names.set(
          t,
          gemm ? emitGemm(emit, gemm, values) : (ops[t.op] as OpRule<OpName>).onnx(emit, t, values),
        );
        stack.pop();
      }
    }
    return names.get(root)!;
  };
  return name;
}

function emitGemm(emit: Emitter, { product, alpha, beta, c }: FusedGemm, values: readonly string[]): string {
  const { transA, transB } = product.attributes;
  return emit.node("Gemm", values, {
    ...(transA ? { transA: 1 } : {}),
    ...(transB ? { transB: 1 } : {}),
    ...(alpha === 1 ? {} : { alpha: { float: alpha } }),
    ...(c === undefined || beta === 1 ? {} : { beta: { float: beta } }),
  });
}

const elementwise: ReadonlySet<OpName> = new Set(["add", "sub", "mul", "div"]);

/** The inputs of a tensor, without broadcasts that its own broadcasting makes needless. */
function operands(t: Tensor): readonly Tensor[] {
  if (!elementwise.has(t.op)) return t.inputs;
  const [a, b] = t.inputs as [Tensor, Tensor];
  if (a.op === "broadcast" && sameShape(b.shape, t.shape)) return [a.inputs[0]!, b];
  if (b.op === "broadcast" && sameShape(a.shape, t.shape)) return [a, b.inputs[0]!];
  return t.inputs;
}

export function valueInfo(name: string, shape: readonly (number | string)[]): ValueInfoProto {
  const dim = shape.map((n) => (typeof n === "number" ? { dim_value: n } : { dim_param: n }));
  return { name, type: { tensor_type: { elem_type: 1, shape: { dim } } } };
}
