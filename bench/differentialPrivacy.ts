import { planTables, type TablePlan } from "../src/config/privacy/tablePlan.ts";
import { fitHistogramBoosting } from "../src/learners/histogramBoosting.ts";
import { outputColumn } from "../src/learners/learner.ts";
import { rank, rocAuc } from "../src/learners/scores.ts";
import { circuit } from "../src/models/circuit/circuit.ts";
import { drawFromCircuit } from "../src/models/circuit/query/sampler.ts";
import { Random } from "../src/numerics/random.ts";
import { countTables } from "../src/privacy/countTables.ts";
import { type FittedTables, fitTables } from "../src/privacy/fitTables.ts";
import { addNoise, estimateRows } from "../src/privacy/measure.ts";
import { maxSteps, states } from "../src/privacy/privateModel.ts";
import { makeTable, type Table } from "../src/table/table.ts";
import {
  columnSets,
  likeTrial,
  meanDistance,
  readAimTable,
  type TokenTable,
  takeTokens,
} from "./privacyGuarantee/aimTable.ts";
import { drawMst } from "./privacyGuarantee/mst.ts";
import { setting } from "./rules/generate.ts";

const delta = 1e-9;

/**
 * Differential privacy on Adult in AIM's discretization (`--data FOLDER`): per ε the mean total variation distance over all pairs and
 * triples, seconds of noise and of the fit; at ε = 1 the AUC of income beside an MST on the same rows; without noise, beside the
 * circuit trained on the rows. `SYNDATA_SEEDS` (5), `SYNDATA_PARTS` (distance,auc,exact).
 */
export async function benchDifferentialPrivacy({
  data,
}: {
  readonly data?: string | undefined;
}): Promise<Record<string, unknown>> {
  const table = readAimTable(data);
  const parts = (process.env["SYNDATA_PARTS"] ?? "distance,auc,exact").split(",");
  const seeds = setting("SYNDATA_SEEDS", 5);
  const result: Record<string, unknown> = { rows: table.rows, seeds };
  if (parts.includes("distance"))
    for (const epsilon of [1, 3, 10]) result[`epsilon ${epsilon}`] = await distances(table, epsilon, seeds);
  if (parts.includes("auc")) result["AUC of income at epsilon 1"] = await aucBesideMst(table, seeds);
  if (parts.includes("exact")) result["without noise"] = await besideCircuit(table);
  return result;
}

async function distances(table: TokenTable, epsilon: number, seeds: number) {
  const pairs = columnSets(table.sizes.length, 2);
  const triples = columnSets(table.sizes.length, 3);
  const runs: Record<string, number>[] = [];
  for (let seed = 0; seed < seeds; seed++) {
    const { fit, seconds } = await fitNoisy(table, epsilon, seed);
    const drawn = draw(table, fit, new Random(seed).fork("draw"), table.rows);
    const distance = (sets: readonly number[][]) => meanDistance(table.tokens, drawn, sets, table.sizes);
    runs.push({
      twoWay: distance(pairs),
      threeWay: distance(triples),
      threeWayLikeTrial: distance(likeTrial(triples)),
      ...seconds,
      steps: fit.steps,
      misfit: fit.misfit,
    });
  }
  return means(runs);
}

async function fitNoisy(table: TokenTable, epsilon: number, seed: number, target?: string) {
  const privacy = { epsilon, delta, domain: "declared", unit: "row", maxRowsPerUnit: 1 } as const;
  const plan = planTables(table.columns, privacy, { pairs: true, target });
  const counts = countTables(plan, table.tokens, table.sizes);
  const started = performance.now();
  const noisy = addNoise(plan, counts);
  const drawn = performance.now();
  const fit = await fitCounts(table, plan, noisy, seed);
  return {
    fit,
    seconds: { noiseSeconds: (drawn - started) / 1000, fitSeconds: (performance.now() - drawn) / 1000 },
  };
}

function fitCounts(
  { sizes }: TokenTable,
  plan: TablePlan,
  noisy: Int32Array,
  seed: number,
): Promise<FittedTables> {
  return fitTables(
    { plan, noisy, sizes, rows: estimateRows(plan, noisy) },
    {
      states,
      random: new Random(seed),
      signal: new AbortController().signal,
      maxSteps,
      report: () => undefined,
    },
  );
}

function draw(
  { columns, sizes }: TokenTable,
  { shape, parameters }: Pick<FittedTables, "shape" | "parameters">,
  random: Random,
  rows: number,
): readonly Int32Array[] {
  const books = columns.map(({ name }, j) => ({
    kind: "category" as const,
    size: sizes[j]!,
    missing: -1,
    column: { kind: "discrete" as const, name, categories: [], missing: false },
  }));
  return drawFromCircuit({ shape, parameters, books }, rows, random).tokens;
}

/** AUC of income of a boosted classifier trained on rows drawn from each, on a fifth of the real rows that neither has seen. */
async function aucBesideMst(table: TokenTable, seeds: number) {
  const target = table.columns.length - 1;
  const order = new Random(7).permutation(table.rows);
  const cut = Math.round(table.rows * 0.8);
  const training = takeTokens(table, order.slice(0, cut));
  const test = takeTokens(table, order.slice(cut));
  const auc = async (tokens: readonly Int32Array[]) => {
    const model = await fitHistogramBoosting(predictors(tokens, target), {
      kind: "classes",
      classes: 2,
      labels: tokens[target]!,
    });
    const scores = outputColumn(model.predict(predictors(test.tokens, target)), 2, 1);
    return rocAuc(rank(scores, test.tokens[target]!)) ?? 0;
  };
  const runs: Record<string, number>[] = [];
  for (let seed = 0; seed < seeds; seed++) {
    const { fit } = await fitNoisy(training, 1, seed, table.columns[target]!.name);
    const plan = planTables(
      table.columns,
      { epsilon: 1, delta, domain: "declared", unit: "row", maxRowsPerUnit: 1 },
      { pairs: false },
    );
    runs.push({
      circuit: await auc(draw(training, fit, new Random(seed), cut)),
      mst: await auc(drawMst(training, plan.rho, new Random(seed), cut)),
    });
  }
  return { ...means(runs), real: await auc(training.tokens) };
}

function predictors(tokens: readonly Int32Array[], target: number): Table {
  return makeTable(
    tokens.flatMap((t, j) =>
      j === target ? [] : [{ kind: "number" as const, name: `c${j}`, values: Float64Array.from(t) }],
    ),
  );
}

/** How far exact counts lead, beside the circuit of the product on the same rows. */
async function besideCircuit(table: TokenTable) {
  const pairs = columnSets(table.sizes.length, 2);
  const privacy = { epsilon: 1000, delta, domain: "declared", unit: "row", maxRowsPerUnit: 1 } as const;
  const plan = planTables(table.columns, privacy, { pairs: true });
  const fit = await fitCounts(table, plan, countTables(plan, table.tokens, table.sizes), 0);
  const drawn = draw(table, fit, new Random(1), table.rows);
  const plain = await circuit.fit(
    {
      table: makeTable(
        table.tokens.map((codes, j) => ({
          kind: "string" as const,
          name: table.columns[j]!.name,
          codes,
          dictionary: Array.from({ length: table.sizes[j]! }, (_, v) => String(v)),
        })),
      ),
      columns: table.columns.map(({ name, size }) => ({
        kind: "discrete" as const,
        name,
        categories: Array.from({ length: size }, (_, v) => String(v)),
        missing: false,
      })),
    },
    {
      type: "circuit",
      maxLatentStates: "auto",
      leaves: "auto",
      maxBins: 96,
      epochs: "auto",
      batchSize: "auto",
      validationShare: 0.1,
      refine: "off",
    },
    { seed: 1, signal: new AbortController().signal, progress: () => undefined, warn: () => undefined },
  );
  const parts: Table[] = [];
  for await (const batch of plain.sample(table.rows, { seed: 1 })) parts.push(batch);
  const plainTokens = table.columns.map((_, j) =>
    Int32Array.from(
      parts.flatMap(({ columns }) => {
        const column = columns[j]!;
        return column.kind === "string" ? [...column.codes] : [];
      }),
    ),
  );
  return {
    noisyTables: meanDistance(table.tokens, drawn, pairs, table.sizes),
    circuit: meanDistance(table.tokens, plainTokens, pairs, table.sizes),
    steps: fit.steps,
  };
}

function means(runs: readonly Record<string, number>[]): Record<string, string> {
  return Object.fromEntries(
    Object.keys(runs[0] ?? {}).map((key) => {
      const values = runs.map((run) => Object.entries(run).find(([name]) => name === key)![1]);
      const mean = values.reduce((a, b) => a + b, 0) / values.length;
      const spread = Math.sqrt(
        values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / Math.max(1, values.length - 1),
      );
      return [key, `${mean.toFixed(4)} ± ${spread.toFixed(4)}`];
    }),
  );
}
