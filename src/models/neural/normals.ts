import { concat, cos, log, mul, sin, slice, sqrt } from "../../engine/functions.ts";
import type { Tensor } from "../../engine/tensor.ts";

/** Box–Muller: standard normals [rows, size] from two tensors [rows, ⌈size/2⌉] of uniforms on (0, 1). */
export function normals(radius: Tensor, angle: Tensor, size: number): Tensor {
  const r = sqrt(mul(log(radius), -2));
  const phi = mul(angle, 2 * Math.PI);
  return slice(concat([mul(r, cos(phi)), mul(r, sin(phi))], 1), 1, 0, size);
}
