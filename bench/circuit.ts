import { circuitOptions } from "../src/config/modelOptions/circuit.ts";
import { circuit } from "../src/models/circuit/circuit.ts";
import type { DensityModel } from "../src/models/synthesizer.ts";
import { adultModelTable } from "./adultModelTable.ts";

const sampledRows = 200_000;

/** Seconds to train on examples/adult.csv with default options, mean log likelihood, and rows sampled per second. */
export async function benchCircuit(): Promise<Record<string, unknown>> {
  const data = await adultModelTable();
  const started = performance.now();
  const model = (await circuit.fit(data, circuitOptions.parse({ type: "circuit" }), {
    seed: 1,
    signal: new AbortController().signal,
    progress: () => undefined,
    warn: () => undefined,
  })) as DensityModel;
  const trainSeconds = (performance.now() - started) / 1000;
  const scores = await model.logLikelihood(data.table);
  const sampling = performance.now();
  let rows = 0;
  for await (const batch of model.sample(sampledRows, { seed: 1 })) rows += batch.rows;
  const rowsPerSecond = Math.round(rows / ((performance.now() - sampling) / 1000));
  await model.dispose();
  return {
    rows: data.table.rows,
    trainSeconds: Number(trainSeconds.toFixed(2)),
    trainLogLikelihood: Number((scores.reduce((a, b) => a + b, 0) / scores.length).toFixed(3)),
    sampledRowsPerSecond: rowsPerSecond,
  };
}
