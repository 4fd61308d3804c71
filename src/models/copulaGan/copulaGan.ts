import { z } from "zod";
import type { CopulaGanOptions } from "../../config/modelOptions/copulaGan.ts";
import type { Table } from "../../table/table.ts";
import type { JsonValue, ModelColumn, ModelTable } from "../../transform/modelTable.ts";
import { ctgan, savedCtganSchema } from "../ctgan/ctgan.ts";
import { numbersOf, observedRange } from "../gaussianCopula/latents.ts";
import { fitMarginal } from "../marginals/fitMarginal.ts";
import { marginalKinds } from "../marginals/marginalKinds.ts";
import { loadMarginal, savedMarginalSchema } from "../marginals/savedMarginal.ts";
import { planConditions } from "../neural/conditionPlan.ts";
import { rowsThatPass } from "../neural/rejection.ts";
import { DamagedPart } from "../saved/damagedPart.ts";
import { savedColumns } from "../saved/savedColumns.ts";
import { must, readSaved, version } from "../saved/savedJson.ts";
import type { FitContext, FittedModel, ModelState, SampleOptions, Synthesizer } from "../synthesizer.ts";
import { type Marginals, saveMarginals, scoreTable, unscoreTable } from "./scores.ts";

/** CopulaGAN (SDV): CTGAN on the normal scores of continuous columns under their marginals. */
export const copulaGan: Synthesizer<CopulaGanOptions> = {
  type: "copulaGan",
  async fit(data: ModelTable, options: CopulaGanOptions, context: FitContext): Promise<FittedModel> {
    const kindOf = marginalKinds(data, options, context);
    const marginals = data.columns.map((meta) => {
      if (meta.kind === "discrete") return undefined;
      const values = numbersOf(data.table, meta.name);
      return fitMarginal(kindOf(meta.name), values, observedRange(meta, values));
    });
    const { defaultDistribution: _default, numericalDistributions: _single, ...gan } = options;
    const inner = await ctgan.fit(scoreTable(data, marginals), { ...gan, type: "ctgan" }, context);
    return withMarginals(inner, data.columns, marginals);
  },
  async load(state: ModelState): Promise<FittedModel> {
    const saved = readSaved(savedSchema, state.json);
    const inner = await ctgan.load({ json: saved.gan as unknown as JsonValue, parts: state.parts });
    if (described(inner.columns) !== described(saved.columns))
      throw new DamagedPart("model.json", "gan: its columns are not those of the model");
    return withMarginals(
      inner,
      saved.columns,
      saved.marginals.map((m) => (m === null ? undefined : loadMarginal(m))),
    );
  },
};

const savedSchema = z
  .strictObject({
    version: version(1),
    columns: savedColumns,
    marginals: z.array(savedMarginalSchema.nullable()).readonly(),
    gan: savedCtganSchema,
  })
  .check(
    must(({ columns, marginals }) => {
      const fits =
        marginals.length === columns.length &&
        columns.every((c, j) => (c.kind === "discrete") === (marginals[j] === null));
      return fits ? undefined : "the marginals are not those of the columns";
    }),
  );

function withMarginals(
  inner: FittedModel,
  columns: readonly ModelColumn[],
  marginals: Marginals,
): FittedModel {
  return {
    type: "copulaGan",
    columns,
    sample: (rows, options) => sampleValues(inner, { columns, marginals }, rows, options),
    async save() {
      const { json, parts } = await inner.save();
      const saved = { version: 1, columns, marginals: saveMarginals(marginals), gan: json };
      return { json: saved as unknown as JsonValue, parts };
    },
    dispose: () => inner.dispose(),
  };
}

/** Conditions on discrete columns are the GAN's; those on continuous ones are tested once scores are values again. */
async function* sampleValues(
  inner: FittedModel,
  { columns, marginals }: { readonly columns: readonly ModelColumn[]; readonly marginals: Marginals },
  rows: number,
  options: SampleOptions,
): AsyncGenerator<Table> {
  const where = options.where ?? [];
  const isContinuous = (name: string) => columns.some((c) => c.name === name && c.kind === "continuous");
  const { tests } = planConditions(
    columns,
    where.filter((c) => isContinuous(c.column)),
  );
  const asked = { ...options, where: where.filter((c) => !isContinuous(c.column)) };
  const scores = inner.sample(Number.MAX_SAFE_INTEGER, asked)[Symbol.asyncIterator]();
  try {
    yield* rowsThatPass(
      async () => unscoreTable((await scores.next()).value as Table, columns, marginals),
      tests,
      rows,
      options,
    );
  } finally {
    await scores.return?.();
  }
}

/** All that the scores of a column have in common with its values. */
function described(columns: readonly ModelColumn[]): string {
  return JSON.stringify(
    columns.map((c) => (c.kind === "discrete" ? c : { kind: c.kind, name: c.name, missing: c.missing })),
  );
}
