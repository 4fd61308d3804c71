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
export const savedEndShares = z.strictObject({ low: share, high: share }).readonly();

const scale = z.strictObject({ end: z.enum(["low", "high"]), offset: z.number().positive() }).readonly();

/** What `MatrixEncoder.save` writes. */
export const savedEncoderSchema = z
  .strictObject({
    version: version(1),
    columns: savedColumns,
    modes: z.array(mixture.nullable()).readonly(),
    endShares: z.array(savedEndShares.nullable()).readonly().exactOptional(),
    /** null where values are taken as they are. */
    scales: z.array(scale.nullable()).readonly().exactOptional(),
  })
  .check(
    must(({ columns, modes, endShares = modes, scales }) => {
      const fits = (list: readonly unknown[]) =>
        list.length === columns.length &&
        columns.every((c, j) => (c.kind === "discrete") === (list[j] === null));
      if (!fits(modes)) return "the mixtures are not those of the columns";
      if (!fits(endShares)) return "the shares on the ends are not those of the columns";
      const isScaled =
        scales?.length === columns.length && scales.every((s, j) => s === null || modes[j] !== null);
      return scales === undefined || isScaled ? undefined : "the scales are not those of the columns";
    }),
  );

export function loadEncoder({
  columns,
  modes,
  endShares,
  scales,
}: z.output<typeof savedEncoderSchema>): MatrixEncoder {
  return matrixEncoder(
    columns,
    modes.map((mixture, j) => {
      if (mixture === null) return undefined;
      const shares = endShares?.[j];
      const scale = scales?.[j];
      return { modes: mixture, ...(shares && { shares }), ...(scale && { scale }) };
    }),
  );
}
