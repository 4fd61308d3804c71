import { type JsonValue, type ModelColumn, ModelError } from "../../transform/modelTable.ts";
import type { FittedModel, ModelState } from "../synthesizer.ts";
import { constrain } from "./constraints.ts";
import { decodeLatents } from "./decode.ts";
import { LatentSampler } from "./latentSampler.ts";
import { type Latent, loadLatent, saveLatent } from "./latents.ts";

/** Columns, their latents and the latents' correlation (row-major; null: independent). */
export interface CopulaParameters {
  readonly type: string;
  readonly columns: readonly ModelColumn[];
  readonly latents: readonly Latent[];
  readonly correlation: Float64Array | null;
}

const batchRows = 16_384;

export function copulaModel(
  parameters: CopulaParameters,
): FittedModel & { readonly parameters: CopulaParameters } {
  const { type, columns, latents, correlation } = parameters;
  return {
    type,
    columns,
    parameters,
    async *sample(rows, { seed, where, signal }) {
      const constraints = constrain(columns, latents, where ?? []);
      const sampler = new LatentSampler(latents.length, correlation, constraints.intervals, seed);
      const size = Math.min(batchRows, rows);
      const scores = latents.map(() => new Float64Array(size));
      for (let first = 0; first < rows || first === 0; first += batchRows) {
        signal?.throwIfAborted();
        const n = Math.min(batchRows, rows - first);
        sampler.draw(scores, n);
        yield decodeLatents(columns, latents, scores, n, constraints.snaps);
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
    save: async () => ({
      json: {
        version: 1,
        columns: columns as unknown as JsonValue,
        latents: latents.map(saveLatent),
        correlation: correlation === null ? null : lowerTriangle(correlation),
      },
      parts: new Map(),
    }),
    dispose: async () => undefined,
  };
}

/** @throws ModelError when the state is not what `save` wrote */
export function loadCopulaModel(type: string, state: ModelState): ReturnType<typeof copulaModel> {
  const saved = state.json as {
    readonly version?: number;
    readonly columns?: JsonValue;
    readonly latents?: readonly JsonValue[];
    readonly correlation?: readonly number[] | null;
  } | null;
  if (saved?.version !== 1 || !saved.latents || !saved.columns || saved.correlation === undefined)
    throw new ModelError(`this is not a saved ${type} model`);
  return copulaModel({
    type,
    columns: saved.columns as unknown as readonly ModelColumn[],
    latents: saved.latents.map(loadLatent),
    correlation: saved.correlation === null ? null : fullMatrix(saved.correlation, saved.latents.length),
  });
}

function lowerTriangle(matrix: Float64Array): number[] {
  const d = Math.round(Math.sqrt(matrix.length));
  const entries: number[] = [];
  for (let i = 0; i < d; i++) for (let j = 0; j < i; j++) entries.push(matrix[i * d + j]!);
  return entries;
}

function fullMatrix(entries: readonly number[], d: number): Float64Array {
  const matrix = new Float64Array(d * d);
  let at = 0;
  for (let i = 0; i < d; i++) {
    matrix[i * d + i] = 1;
    for (let j = 0; j < i; j++) matrix[i * d + j] = matrix[j * d + i] = entries[at++]!;
  }
  return matrix;
}
