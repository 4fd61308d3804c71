import { modelSchema } from "../../src/config/modelOptions/model.ts";
import { fitModel } from "../../src/models/registry.ts";
import { attackedModel } from "../../src/pipeline/savedModel/attackedModel.ts";
import type { AttackedModel } from "../../src/quality/attackedModel.ts";
import { prepare } from "../../src/transform/prepare.ts";
import { quietContext } from "../models/modelRun.ts";
import { penguinRows, realPenguins } from "../quality/penguinsReport.ts";
import { columnSpec } from "../transform/columnSpecs.ts";

/** A circuit of the real penguins that a report does not hold out, as its report attacks it. */
export async function penguinsModel(): Promise<AttackedModel> {
  const { training } = await realPenguins();
  const { data, restore } = prepare(
    training,
    penguinRows.map(({ name, sdtype }) => columnSpec(name, sdtype, { decimals: 1 })),
    { seed: 7 },
  );
  const model = await fitModel(modelSchema.parse({ type: "circuit" }), data, quietContext());
  return attackedModel(model, restore)!;
}
