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

/** What `MatrixEncoder.save` writes. */
export const savedEncoderSchema = z
  .strictObject({
    version: version(1),
    columns: savedColumns,
    modes: z.array(mixture.nullable()).readonly(),
  })
  .check(
    must(({ columns, modes }) => {
      const fits =
        modes.length === columns.length &&
        columns.every((c, j) => (c.kind === "discrete") === (modes[j] === null));
      return fits ? undefined : "the mixtures are not those of the columns";
    }),
  );

export function loadEncoder({ columns, modes }: z.output<typeof savedEncoderSchema>): MatrixEncoder {
  return matrixEncoder(
    columns,
    modes.map((m) => m ?? undefined),
  );
}
