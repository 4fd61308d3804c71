import type { ModelState } from "../synthesizer.ts";
import { DamagedPart } from "./damagedPart.ts";

/** Little-endian float32. */
export function writeFloats(values: Float32Array): Uint8Array {
  const view = new DataView(new ArrayBuffer(values.length * 4));
  for (let i = 0; i < values.length; i++) view.setFloat32(i * 4, values[i]!, true);
  return new Uint8Array(view.buffer);
}

/** The numbers of a part. @throws DamagedPart when there are not `length` of them or one is not finite */
export function readFloats({ parts }: ModelState, name: string, length: number): Float32Array {
  const part = parts.get(name);
  if (part === undefined) throw new DamagedPart(`parts/${name}`, "it is missing");
  if (part.byteLength !== length * 4)
    throw new DamagedPart(`parts/${name}`, `it holds ${part.byteLength / 4} numbers instead of ${length}`);
  const view = new DataView(part.buffer, part.byteOffset, part.byteLength);
  const values = new Float32Array(length);
  for (let i = 0; i < length; i++) {
    const x = view.getFloat32(i * 4, true);
    if (!Number.isFinite(x)) throw new DamagedPart(`parts/${name}`, `its number ${i + 1} is not finite`);
    values[i] = x;
  }
  return values;
}

/** Probabilities: as `readFloats`, none below 0, every group summing to 1 or less (to 0 where nothing was seen). */
export function readShares(
  state: ModelState,
  name: string,
  length: number,
  groups: readonly ShareGroup[],
): Float32Array {
  const values = readFloats(state, name, length);
  if (values.some((x) => x < 0)) throw new DamagedPart(`parts/${name}`, "a probability is below 0");
  for (const { start, step, size } of groups) {
    let sum = 0;
    for (let i = 0; i < size; i++) sum += values[start + i * step]!;
    if (sum > 1 + sumTolerance)
      throw new DamagedPart(`parts/${name}`, `probabilities sum to ${sum.toPrecision(4)} instead of 1`);
  }
  return values;
}

/** Numbers at `start`, `start + step`, … */
export interface ShareGroup {
  readonly start: number;
  readonly step: number;
  readonly size: number;
}

/** Of float32 sums over many thousand categories. */
const sumTolerance = 0.01;

/** A part as it is. @throws DamagedPart when it is missing */
export function readPart({ parts }: ModelState, name: string): Uint8Array {
  const part = parts.get(name);
  if (part === undefined) throw new DamagedPart(`parts/${name}`, "it is missing");
  return part;
}

/** @throws DamagedPart naming a part that the model has no use for */
export function refuseOtherParts({ parts }: ModelState, known: Iterable<string>): void {
  const names = new Set(known);
  for (const name of parts.keys())
    if (!names.has(name)) throw new DamagedPart(`parts/${name}`, "the model has no such part");
}
