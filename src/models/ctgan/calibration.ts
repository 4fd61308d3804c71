import { floatTensor, openSession } from "../../engine/session.ts";
import type { Random } from "../../numerics/random.ts";
import type { EncodedRows } from "../../transform/matrix/matrix.ts";
import { type ConditionBlock, indexConditions } from "../neural/conditionIndex.ts";
import { normalTable } from "../neural/noiseTables.ts";
import type { Block, OutputLayout } from "../neural/outputLayout.ts";
import { blockMeans, correctBlock, type OutputSample, outputCounts } from "../neural/shareCalibration.ts";

/** What to add to the generator's softmax logits. */
export interface CalibrationShifts {
  /** [softmaxWidth], for every row. */
  readonly bias: Float32Array;
  /** [conditionWidth, softmaxWidth]: its row c is for generated rows with condition c. */
  readonly byCondition: Float32Array;
}

/** The generator, see `generatorModel`, and the width of its noise. */
interface GeneratorOnnx {
  readonly model: Uint8Array;
  readonly embeddingDim: number;
}

interface TrainingRows {
  readonly encoded: EncodedRows;
  readonly layout: OutputLayout;
}

/** A category of a condition block, the `own`th of the blocks. */
interface OneCondition {
  readonly own: number;
  readonly block: ConditionBlock;
  readonly category: number;
}

/** Generated rows, and how many values they may take in memory. */
const maxRows = 20_000;
const maxValues = 16e6;
/** A condition of fewer training rows, or generated ones, is not corrected by itself. */
const minRows = 20;
const minGenerated = 100;
/** Generated rows a condition gets at least, if there is room. */
const usualGenerated = 200;
/** The generator's own shares count as much as this many training rows. */
const priorRows = 50;
/** Bounds of the shifts, in logarithms, of blocks that leave something open; see `openness`. */
const largestShift = 2;
const largestByCondition = 1;

/**
 * Shifts that make every category and mode come out as often as in the training rows, when conditions are drawn as
 * sampling draws them: first the categories given each condition that is not rare (P(other column | condition), leaning
 * on the generator's own shares), then categories and modes over all rows. Modes are not changed by condition: those of
 * two columns that go together would be changed apart.
 */
export async function calibrationShifts(
  generator: GeneratorOnnx,
  { encoded, layout }: TrainingRows,
  random: Random,
): Promise<CalibrationShifts> {
  const shares = outputCounts(encoded, layout).map((n) => n / encoded.rows);
  const { conditions, weights } = conditionsInProportion(layout, shares);
  const probabilities = await generated(generator, layout, conditions, random);
  const sample = { probabilities, weights, width: layout.softmaxWidth };
  const open = layout.blocks.map((block) => openness(block, sample));
  const byCondition = shiftsByCondition({ encoded, layout }, conditions, sample, open);
  const bias = new Float32Array(layout.softmaxWidth);
  for (const [k, block] of layout.blocks.entries()) {
    const shifts = correctBlock(block, sample, shares, largestShift * open[k]!);
    bias.set(shifts, block.offset);
  }
  return { bias, byCondition };
}

/** Mean probability of all but the likeliest category from which on a block is open. */
const openFrom = 0.1;

/**
 * From 0 to 1: how much the probabilities leave open, once noise and condition are known. Where they settle a block, it
 * hangs together with other columns, and only a large shift could change its frequencies: by giving categories to rows
 * whose other columns speak against them.
 */
function openness({ offset, size }: Block, { probabilities, weights, width }: OutputSample): number {
  let left = 0;
  for (let i = 0, at = offset; i < weights.length; i++, at += width) {
    let top = 0;
    let total = 0;
    for (let j = at; j < at + size; j++) {
      total += probabilities[j]!;
      if (probabilities[j]! > top) top = probabilities[j]!;
    }
    left += weights[i]! * (1 - top / total);
  }
  return Math.min(1, (left / openFrom) ** 2);
}

/** Shifts of each condition's rows, whose probabilities are corrected on the way. */
function shiftsByCondition(
  { encoded, layout }: TrainingRows,
  conditions: Float32Array,
  { probabilities }: OutputSample,
  open: readonly number[],
): Float32Array {
  const width = layout.softmaxWidth;
  const byCondition = new Float32Array(layout.conditionWidth * width);
  let first = 0;
  for (const [own, block] of indexConditions(encoded, layout, false).entries())
    for (let c = 0; c < block.size; c++) {
      const condition = block.offset + c;
      let last = first;
      while (last < conditions.length && conditions[last] === condition) last++;
      if (last - first >= minGenerated) {
        const sample = {
          probabilities: probabilities.subarray(first * width, last * width),
          weights: new Float64Array(last - first).fill(1 / (last - first)),
          width,
        };
        const shifts = conditionShifts({ encoded, layout }, { own, block, category: c }, sample, open);
        byCondition.set(shifts, condition * width);
      }
      first = last;
    }
  return byCondition;
}

/** Shifts of one condition's rows. */
function conditionShifts(
  { encoded, layout }: TrainingRows,
  { own, block, category }: OneCondition,
  sample: OutputSample,
  open: readonly number[],
): Float32Array {
  const width = layout.softmaxWidth;
  const shifts = new Float32Array(width);
  const rows = block.rows.subarray(block.start[category], block.start[category + 1]);
  if (rows.length < minRows) return shifts;
  const counts = outputCounts(encoded, layout, rows);
  for (const [k, other] of layout.blocks.slice(0, layout.conditionBlocks).entries()) {
    if (k === own) continue;
    const prior = blockMeans(other, sample, new Float64Array(other.size).fill(1));
    prior.forEach((share, j) => {
      const at = other.offset + j;
      counts[at] = (counts[at]! + priorRows * share) / (rows.length + priorRows);
    });
    shifts.set(correctBlock(other, sample, counts, largestByCondition * open[k]!), other.offset);
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
  const rows = Math.max(2000, Math.min(maxRows, Math.floor(maxValues / layout.softmaxWidth)));
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

/** What the generator makes of the conditions, as odds. */
async function generated(
  { model, embeddingDim }: GeneratorOnnx,
  { softmaxWidth, conditionWidth }: OutputLayout,
  conditions: Float32Array,
  random: Random,
): Promise<Float32Array> {
  const probabilities = new Float32Array(conditions.length * softmaxWidth);
  const session = await openSession(model, { threads: 1 });
  for (let start = 0; start < conditions.length; start += runRows) {
    const given = conditions.subarray(start, start + runRows);
    const noise = random.fillFromTable(new Float32Array(given.length * embeddingDim), normalTable());
    const feeds = {
      noise: floatTensor(noise, [given.length, embeddingDim]),
      ...(conditionWidth > 0 && { condition: floatTensor(given, [given.length]) }),
    };
    const outputs = await session.run(feeds, ["odds"]);
    probabilities.set(outputs["odds"]!.data as Float32Array, start * softmaxWidth);
  }
  await session.release();
  return probabilities;
}
