import { z } from "zod";
import type { CopulaGanOptions } from "../../config/modelOptions/copulaGan.ts";
import type { Table } from "../../table/table.ts";
import type { JsonValue, ModelColumn, ModelTable } from "../../transform/modelTable.ts";
import { ctgan, savedCtganSchema } from "../ctgan/ctgan.ts";
import { marginalKinds } from "../marginals/marginalKinds.ts";
import { loadMarginal, savedMarginalSchema } from "../marginals/savedMarginal.ts";
import { planConditions } from "../neural/conditionPlan.ts";
import { rowsThatPass } from "../neural/rejection.ts";
import { savedEndShares } from "../neural/savedEncoder.ts";
import { DamagedPart } from "../saved/damagedPart.ts";
import { savedColumns } from "../saved/savedColumns.ts";
import { must, readSaved, version } from "../saved/savedJson.ts";
import type { FitContext, FittedModel, ModelState, SampleOptions, Synthesizer } from "../synthesizer.ts";
import {
  fitScores,
  type ScoredColumns,
  saveEndShares,
  saveMarginals,
  scoreTable,
  unscoreTable,
} from "./scores.ts";

/** CopulaGAN (SDV): CTGAN on the normal scores of continuous columns under their marginals. */
export const copulaGan: Synthesizer<CopulaGanOptions> = {
  type: "copulaGan",
  async fit(data: ModelTable, options: CopulaGanOptions, context: FitContext): Promise<FittedModel> {
    const scored = fitScores(data, marginalKinds(data, options, context));
    const { defaultDistribution: _default, numericalDistributions: _single, ...gan } = options;
    const inner = await ctgan.fit(scoreTable(data, scored), { ...gan, type: "ctgan" }, context);
    return withScores(inner, data.columns, scored);
  },
  async load(state: ModelState): Promise<FittedModel> {
    const saved = readSaved(savedSchema, state.json);
    const inner = await ctgan.load({ json: saved.gan as unknown as JsonValue, parts: state.parts });
    if (described(inner.columns) !== described(saved.columns))
      throw new DamagedPart("model.json", "gan: its columns are not those of the model");
    return withScores(
      inner,
      saved.columns,
      saved.marginals.map((m, j) => {
        const shares = saved.endShares?.[j];
        return m === null ? undefined : { marginal: loadMarginal(m), ...(shares && { shares }) };
      }),
    );
  },
};

const savedSchema = z
  .strictObject({
    version: version(1),
    columns: savedColumns,
    marginals: z.array(savedMarginalSchema.nullable()).readonly(),
    endShares: z.array(savedEndShares.nullable()).readonly().exactOptional(),
    gan: savedCtganSchema,
  })
  .check(
    must(({ columns, marginals, endShares = marginals }) => {
      const fits = (list: readonly unknown[]) =>
        list.length === columns.length &&
        columns.every((c, j) => (c.kind === "discrete") === (list[j] === null));
      if (!fits(marginals)) return "the marginals are not those of the columns";
      return fits(endShares) ? undefined : "the shares on the ends are not those of the columns";
    }),
  );

function withScores(inner: FittedModel, columns: readonly ModelColumn[], scored: ScoredColumns): FittedModel {
  return {
    type: "copulaGan",
    columns,
    sample: (rows, options) => sampleValues(inner, { columns, scored }, rows, options),
    async save() {
      const { json, parts } = await inner.save();
      const ends = saveEndShares(scored);
      const saved = {
        version: 1,
        columns,
        marginals: saveMarginals(scored),
        ...(ends !== null && { endShares: ends }),
        gan: json,
      };
      return { json: saved as unknown as JsonValue, parts };
    },
    dispose: () => inner.dispose(),
  };
}

/** Conditions on discrete columns are the GAN's; those on continuous ones are tested once scores are values again. */
async function* sampleValues(
  inner: FittedModel,
  { columns, scored }: { readonly columns: readonly ModelColumn[]; readonly scored: ScoredColumns },
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
      async () => unscoreTable((await scores.next()).value as Table, columns, scored),
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
