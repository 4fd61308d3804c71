import type { Random } from "../../engine/random.ts";
import { floatTensor, openSession } from "../../engine/session.ts";
import type { EncodedRows } from "../../transform/matrix.ts";
import { type ConditionBlock, indexConditions } from "../neural/conditionIndex.ts";
import type { OutputLayout } from "../neural/outputLayout.ts";
import { blockMeans, correctBlock, type OutputSample, outputCounts } from "../neural/shareCalibration.ts";

/** What to add to the generator's softmax logits. */
export interface CalibrationShifts {
  /** [softmaxWidth], for every row. */
  readonly bias: Float32Array;
  /** [conditionWidth, softmaxWidth]: its row c is for generated rows with condition c. */
  readonly byCondition: Float32Array;
}

/** Generated rows, and how many values they may take in memory. */
const mostRows = 20_000;
const mostValues = 16e6;
/** A condition of fewer training rows, or generated ones, is not corrected by itself. */
const leastRows = 20;
const leastGenerated = 100;
/** Generated rows a condition gets at least, if there is room. */
const usualGenerated = 200;
/** The generator's own shares count as much as this many training rows. */
const priorRows = 50;
/**
 * Bounds of the shifts, in logarithms. A large shift makes right frequencies out of categories that the rest of the row
 * speaks against.
 */
const largestShift = 2;
const largestByCondition = 1;

/**
 * Shifts that make every category and mode come out as often as in the training rows, when conditions are drawn as
 * sampling draws them: first given each condition that is not rare (P(other column | condition), leaning on the
 * generator's own shares), then over all rows.
 * @param model the generator, see `generatorModel`
 */
export async function calibrationShifts(
  model: Uint8Array,
  encoded: EncodedRows,
  layout: OutputLayout,
  embeddingDim: number,
  random: Random,
): Promise<CalibrationShifts> {
  const shares = outputCounts(encoded, layout).map((n) => n / encoded.rows);
  const { conditions, weights } = conditionsInProportion(layout, shares);
  const probabilities = await generated(model, layout, embeddingDim, conditions, random);
  const sample = { probabilities, weights };
  const byCondition = shiftsByCondition(encoded, layout, conditions, sample);
  const bias = new Float32Array(layout.softmaxWidth);
  for (const block of layout.blocks)
    bias.set(correctBlock(block, layout.softmaxWidth, sample, shares, largestShift), block.offset);
  return { bias, byCondition };
}

/** Shifts of each condition's rows, whose probabilities are corrected on the way. */
function shiftsByCondition(
  encoded: EncodedRows,
  layout: OutputLayout,
  conditions: Float32Array,
  { probabilities }: OutputSample,
): Float32Array {
  const width = layout.softmaxWidth;
  const byCondition = new Float32Array(layout.conditionWidth * width);
  let first = 0;
  for (const [own, block] of indexConditions(encoded, layout, false).entries())
    for (let c = 0; c < block.size; c++) {
      const condition = block.offset + c;
      let last = first;
      while (last < conditions.length && conditions[last] === condition) last++;
      if (last - first >= leastGenerated) {
        const sample = {
          probabilities: probabilities.subarray(first * width, last * width),
          weights: new Float64Array(last - first).fill(1 / (last - first)),
        };
        const shifts = conditionShifts(encoded, layout, own, block, c, sample);
        byCondition.set(shifts, condition * width);
      }
      first = last;
    }
  return byCondition;
}

/** Shifts of one condition's rows. */
function conditionShifts(
  encoded: EncodedRows,
  layout: OutputLayout,
  own: number,
  block: ConditionBlock,
  category: number,
  sample: OutputSample,
): Float32Array {
  const width = layout.softmaxWidth;
  const shifts = new Float32Array(width);
  const rows = block.rows.subarray(block.start[category], block.start[category + 1]);
  if (rows.length < leastRows) return shifts;
  const counts = outputCounts(encoded, layout, rows);
  for (const [k, other] of layout.blocks.entries()) {
    if (k === own) continue;
    const prior = blockMeans(other, width, sample, new Float64Array(other.size).fill(1));
    prior.forEach((share, j) => {
      const at = other.offset + j;
      counts[at] = (counts[at]! + priorRows * share) / (rows.length + priorRows);
    });
    shifts.set(correctBlock(other, width, sample, counts, largestByCondition), other.offset);
  }
  return shifts;
}

/**
 * Conditions in proportion to how often sampling draws them, one after the other; weights make up for the rounding and
 * for the least number each gets. Without condition blocks, zeros.
 */
function conditionsInProportion(
  layout: OutputLayout,
  shares: Float64Array,
): { readonly conditions: Float32Array; readonly weights: Float64Array } {
  const rows = Math.max(2000, Math.min(mostRows, Math.floor(mostValues / layout.softmaxWidth)));
  if (layout.conditionBlocks === 0)
    return { conditions: new Float32Array(rows), weights: new Float64Array(rows).fill(1 / rows) };
  const least = Math.max(1, Math.min(usualGenerated, Math.floor(rows / layout.conditionWidth)));
  const conditions: number[] = [];
  const weights: number[] = [];
  for (let c = 0; c < layout.conditionWidth; c++) {
    const share = shares[c]! / layout.conditionBlocks;
    const count = share === 0 ? 0 : Math.max(least, Math.round(share * rows));
    for (let i = 0; i < count; i++) {
      conditions.push(c);
      weights.push(share / count);
    }
  }
  return { conditions: Float32Array.from(conditions), weights: Float64Array.from(weights) };
}

const runRows = 2000;

/** The generator's probabilities for the conditions. */
async function generated(
  model: Uint8Array,
  { softmaxWidth, conditionWidth }: OutputLayout,
  embeddingDim: number,
  conditions: Float32Array,
  random: Random,
): Promise<Float32Array> {
  const probabilities = new Float32Array(conditions.length * softmaxWidth);
  const noiseWidth = 2 * Math.ceil(embeddingDim / 2);
  const session = await openSession(model, { threads: 1 });
  for (let start = 0; start < conditions.length; start += runRows) {
    const given = conditions.subarray(start, start + runRows);
    const noise = random.fillCoarseUniform(new Float32Array(given.length * noiseWidth));
    const feeds = {
      noise: floatTensor(noise, [given.length, noiseWidth]),
      ...(conditionWidth > 0 && { condition: floatTensor(given, [given.length]) }),
    };
    const outputs = await session.run(feeds, ["probabilities"]);
    probabilities.set(outputs["probabilities"]!.data as Float32Array, start * softmaxWidth);
  }
  await session.release();
  return probabilities;
}
