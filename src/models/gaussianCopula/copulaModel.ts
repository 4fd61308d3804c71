import { z } from "zod";
import { nextTurn } from "../../numerics/breathe.ts";
import type { JsonValue, ModelColumn } from "../../transform/modelTable.ts";
import { DamagedPart } from "../saved/damagedPart.ts";
import { savedColumns } from "../saved/savedColumns.ts";
import { refuseOtherParts } from "../saved/savedFloats.ts";
import { readSaved, version } from "../saved/savedJson.ts";
import type { FittedModel, ModelState } from "../synthesizer.ts";
import { constrain } from "./constraints.ts";
import { decodeLatents } from "./decode.ts";
import { LatentSampler } from "./latentSampler.ts";
import { type Latent, saveLatent } from "./latents.ts";
import { cholesky } from "./positiveDefinite.ts";
import { loadLatents, savedLatentSchema } from "./savedLatents.ts";

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
        yield decodeLatents({ columns, latents }, scores, n, constraints.snaps);
        await nextTurn();
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

const savedSchema = z.strictObject({
  version: version(1),
  columns: savedColumns,
  latents: z.array(savedLatentSchema).readonly(),
  correlation: z.array(z.number().min(-1).max(1)).readonly().nullable(),
});

/** @throws DamagedPart when the state is not what `save` wrote */
export function loadCopulaModel(type: string, state: ModelState): ReturnType<typeof copulaModel> {
  const { columns, latents: saved, correlation: entries } = readSaved(savedSchema, state.json);
  refuseOtherParts(state, []);
  const latents = loadLatents(saved, columns);
  const d = latents.length;
  if (entries !== null && entries.length !== (d * (d - 1)) / 2)
    throw new DamagedPart("model.json", `correlation: ${entries.length} entries for ${d} latents`);
  const correlation = entries === null ? null : fullMatrix(entries, d);
  if (correlation !== null && cholesky(correlation) === null)
    throw new DamagedPart("model.json", "correlation: the matrix is not positive definite");
  return copulaModel({ type, columns, latents, correlation });
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
