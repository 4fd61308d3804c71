import { benchDetectionTime, benchRecall } from "./rules/detection.ts";
import { benchTaxis } from "./rules/fidelity.ts";
import { benchKept } from "./rules/kept.ts";
import { benchOverlaps } from "./rules/overlaps.ts";

const parts: Readonly<Record<string, () => Promise<Record<string, unknown>>>> = {
  recall: benchRecall,
  time: benchDetectionTime,
  taxis: benchTaxis,
  overlaps: benchOverlaps,
  kept: benchKept,
};

/**
 * Every figure about rules. `SYNDATA_RULES` picks parts (recall, time, taxis, overlaps, kept), `SYNDATA_MODELS` models,
 * `SYNDATA_ROWS` how many rows are made, `SYNDATA_SEEDS` how many seeds; all of it takes hours.
 */
export async function benchRules(): Promise<Record<string, unknown>> {
  const wanted = process.env["SYNDATA_RULES"]?.split(",") ?? Object.keys(parts);
  const result: Record<string, unknown> = {};
  for (const name of wanted) {
    const part = parts[name];
    if (part === undefined)
      throw new RangeError(`no part ${name} of the rules bench; there are ${Object.keys(parts).join(", ")}`);
    console.log(`\nrules: ${name}`);
    for (const [key, value] of Object.entries(await part())) result[`${name}: ${key}`] = value;
  }
  return result;
}
