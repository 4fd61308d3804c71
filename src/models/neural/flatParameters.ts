import type { Parameter } from "../../engine/adam.ts";
import { input, reshape, slice } from "../../engine/functions.ts";
import { sizeOf, type Tensor } from "../../engine/tensor.ts";

/** Parameters as one vector, so that an optimizer step is a dozen operators however many layers there are. */
export interface FlatParameters {
  readonly flat: Parameter;
  /** A parameter as part of the vector's current value. */
  view(parameter: Tensor<"input">): Tensor;
  /** A parameter's values out of the vector's. */
  read(parameter: Tensor<"input">, flat: Float32Array): Float32Array;
}

export function flatParameters(name: string, parameters: readonly Parameter[]): FlatParameters {
  const start = new Map<Tensor, number>();
  let size = 0;
  for (const { value } of parameters) {
    start.set(value, size);
    size += sizeOf(value.shape);
  }
  const initial = new Float32Array(size);
  for (const p of parameters) initial.set(p.initial, start.get(p.value)!);
  const flat: Parameter = { value: input(name, [1, size]), initial };
  const views = new Map(
    parameters.map(({ value }) => {
      const from = start.get(value)!;
      return [value, reshape(slice(flat.value, 1, from, from + sizeOf(value.shape)), value.shape)];
    }),
  );
  return {
    flat,
    view: (parameter) => views.get(parameter)!,
    read: (parameter, values) =>
      values.subarray(start.get(parameter)!, start.get(parameter)! + sizeOf(parameter.shape)),
  };
}
