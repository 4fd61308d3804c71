import { z } from "zod";
import { type MatrixEncoder, matrixEncoder } from "../../transform/matrix/matrixEncoder.ts";
import { savedColumns } from "../saved/savedColumns.ts";
import { finites, must, version } from "../saved/savedJson.ts";

const mixture = z
  .strictObject({ weights: finites, means: finites, stds: z.array(z.number().min(0)).readonly() })
  .readonly()
  .refine(
    ({ weights, means, stds }) =>
      means.length > 0 && weights.length === means.length && stds.length === means.length,
    { error: "lists of different lengths" },
  );

const share = z.number().min(0).max(1);
const shares = z.strictObject({ low: share, high: share }).readonly();

/** What `MatrixEncoder.save` writes. */
export const savedEncoderSchema = z
  .strictObject({
    version: version(1),
    columns: savedColumns,
    modes: z.array(mixture.nullable()).readonly(),
    endShares: z.array(shares.nullable()).readonly().exactOptional(),
  })
  .check(
    must(({ columns, modes, endShares = modes }) => {
      const fits = (list: readonly unknown[]) =>
        list.length === columns.length &&
        columns.every((c, j) => (c.kind === "discrete") === (list[j] === null));
      if (!fits(modes)) return "the mixtures are not those of the columns";
      return fits(endShares) ? undefined : "the shares on the ends are not those of the columns";
    }),
  );

export function loadEncoder({
  columns,
  modes,
  endShares,
}: z.output<typeof savedEncoderSchema>): MatrixEncoder {
  return matrixEncoder(
    columns,
    modes.map((m) => m ?? undefined),
    endShares?.map((s) => s ?? undefined),
  );
}
