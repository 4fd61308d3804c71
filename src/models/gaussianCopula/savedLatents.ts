import { z } from "zod";
import { normalQuantile } from "../../numerics/normal.ts";
import type { ModelColumn } from "../../transform/modelTable.ts";
import { loadMarginal, savedMarginalSchema } from "../marginals/savedMarginal.ts";
import { DamagedPart } from "../saved/damagedPart.ts";
import { count, counts, cumulativeShares, share } from "../saved/savedJson.ts";
import { type Latent, missingLatent, valueLatent } from "./latents.ts";

/** A latent as JSON. */
export const savedLatentSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("category"),
    column: count,
    order: counts,
    cumulative: cumulativeShares,
  }),
  z.strictObject({ kind: z.literal("value"), column: count, marginal: savedMarginalSchema }),
  z.strictObject({ kind: z.literal("missing"), column: count, share }),
]);

type SavedLatent = z.output<typeof savedLatentSchema>;

/** @throws DamagedPart when they are not the latents of such columns, in their order */
export function loadLatents(saved: readonly SavedLatent[], columns: readonly ModelColumn[]): Latent[] {
  const wanted = columns.flatMap((column, c) => {
    if (column.kind === "discrete") return [`category ${c}`];
    return column.missing ? [`value ${c}`, `missing ${c}`] : [`value ${c}`];
  });
  if (saved.map(({ kind, column }) => `${kind} ${column}`).join() !== wanted.join())
    throw new DamagedPart("model.json", "latents: they are not those of the columns");
  return saved.map((latent) => loadLatent(latent, columns));
}

function loadLatent(saved: SavedLatent, columns: readonly ModelColumn[]): Latent {
  if (saved.kind === "missing") return missingLatent(saved.column, saved.share);
  if (saved.kind === "value") return valueLatent(saved.column, loadMarginal(saved.marginal));
  const { column, order } = saved;
  const meta = columns[column]!;
  const codes = meta.kind === "discrete" ? meta.categories.length + (meta.missing ? 1 : 0) : 0;
  const isPermutation = new Set(order).size === codes && order.every((code) => code < codes);
  if (order.length !== codes || !isPermutation || saved.cumulative.length !== codes + 1)
    throw new DamagedPart("model.json", `latents: column ${meta.name} has other categories`);
  const cumulative = Float64Array.from(saved.cumulative);
  return {
    kind: "category",
    column,
    order: Int32Array.from(order),
    cumulative,
    thresholds: cumulative.map(normalQuantile),
  };
}
