import { emitGraph } from "../../src/engine/onnx/emitGraph.ts";
import { encodeModel } from "../../src/engine/onnx/encodeModel.ts";
import { floatTensor, openSession } from "../../src/engine/session.ts";
import { isOp, sizeOf, type Tensor, topologicalOrder } from "../../src/engine/tensor.ts";
import { Random } from "../../src/numerics/random.ts";

export type Values = Readonly<Record<string, Float32Array>>;

/** A function that computes the tensors with onnxruntime. */
export async function compile(
  outputs: readonly Tensor[],
): Promise<(values: Values) => Promise<Float32Array[]>> {
  const inputs = topologicalOrder(outputs).filter((t) => isOp(t, "input"));
  const named = outputs.map((value, i) => ({ name: `out${i}`, value }));
  const session = await openSession(encodeModel(emitGraph("test", inputs, named)), { threads: 1 });
  return async (values) => {
    const results = await session.run(
      Object.fromEntries(
        inputs.map((t) => [t.attributes.name, floatTensor(values[t.attributes.name]!, t.shape)]),
      ),
    );
    return named.map(({ name }) => results[name]!.data as Float32Array);
  };
}

/** Normal values for every input of the tensors; `shift` and `scale` move them. */
export function randomValues(outputs: readonly Tensor[], seed = 1, shift = 0, scale = 1): Values {
  const random = new Random(seed);
  return Object.fromEntries(
    topologicalOrder(outputs)
      .filter((t) => isOp(t, "input"))
      .map((t) => [
        t.attributes.name,
        Float32Array.from({ length: sizeOf(t.shape) }, () => shift + scale * random.normal()),
      ]),
  );
}

/** Central differences of a scalar function with respect to one input. */
export async function differences(
  run: (values: Values) => Promise<Float32Array[]>,
  values: Values,
  name: string,
  step = 1e-2,
): Promise<Float32Array> {
  const out = new Float32Array(values[name]!.length);
  for (let i = 0; i < out.length; i++) {
    const at = async (delta: number): Promise<number> => {
      const moved = values[name]!.slice();
      moved[i]! += delta;
      return (await run({ ...values, [name]: moved }))[0]![0]!;
    };
    out[i] = ((await at(step)) - (await at(-step))) / (2 * step);
  }
  return out;
}

/** Largest difference, relative to the largest magnitude of `expected`. */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  let scale = 1e-6;
  let error = 0;
  for (let i = 0; i < expected.length; i++) {
    scale = Math.max(scale, Math.abs(expected[i]!));
    error = Math.max(error, Math.abs(actual[i]! - expected[i]!));
  }
  return error / scale;
}
