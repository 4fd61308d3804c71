import type { Random } from "../../numerics/random.ts";
import { ModelError } from "../../transform/modelTable.ts";
import type { Evidence } from "../circuit/query/evidence.ts";
import type { ArgnInference } from "./inference.ts";

/** Candidates drawn before conditions met together by fewer than one row in a thousand are given up. */
const patience = 100_000;
const minShare = 1e-3;

/**
 * Tokens of rows that meet the evidence, per column. Columns are drawn one after the other along `order`. A column with
 * evidence is drawn from its conditional restricted to what is allowed, and the row kept with the probability of that,
 * which makes the result exact; the first column of the order is the same for all rows, so none is lost to it.
 * @throws ModelError when hardly any row is kept
 */
export async function drawRows(
  inference: ArgnInference,
  { order, evidence }: Asked,
  rows: number,
  random: Random,
): Promise<Int32Array[]> {
  const last = order.reduce((found, j, place) => (evidence[j] === undefined ? found : place), -1);
  const free = order.slice(last + 1);
  if (last <= 0) return await drawColumns(inference, { order, evidence }, rows, random);
  const asked = order.slice(0, last + 1);
  const kept: Int32Array[] = order.map(() => new Int32Array(rows));
  let found = 0;
  for (let drawn = 0; found < rows; ) {
    const candidates = await drawColumns(inference, { order: asked, evidence }, rows, random);
    const alive = candidates[asked[0]!]!;
    for (let i = 0; i < rows && found < rows; i++) {
      if (alive[i]! < 0) continue;
      for (const j of asked) kept[j]![found] = candidates[j]![i]!;
      found++;
    }
    drawn += rows;
    if (drawn >= patience && found / drawn < minShare)
      throw new ModelError(
        `the conditions are met together too rarely to sample: by ${found} of ${drawn} candidates. Widen or drop one of them.`,
      );
  }
  const entry = inference.start(rows);
  for (const j of asked) inference.tell(entry, j, kept[j]!);
  for (const j of free) kept[j] = await drawColumn(inference, entry, j, { rows, random });
  return kept;
}

/** The columns in the order in which they are drawn, and what is asked of them. */
interface Asked {
  readonly order: readonly number[];
  readonly evidence: Evidence;
}

/** How the tokens of a column are drawn; `lost` marks the rows to be rejected for the mask. */
interface TokenDraw {
  readonly rows: number;
  readonly mask?: Float64Array | undefined;
  readonly lost?: Uint8Array | undefined;
  readonly random: Random;
}

/** Columns along `order`; in rows that are not kept the tokens are −1 in the first column of the order. */
async function drawColumns(
  inference: ArgnInference,
  { order, evidence }: Asked,
  rows: number,
  random: Random,
): Promise<Int32Array[]> {
  const entry = inference.start(rows);
  const tokens: Int32Array[] = [];
  const lost = new Uint8Array(rows);
  for (const [place, j] of order.entries())
    tokens[j] = await drawColumn(inference, entry, j, {
      rows,
      mask: evidence[j]?.mask,
      lost: place > 0 ? lost : undefined,
      random,
    });
  const first = tokens[order[0]!];
  lost.forEach((isLost, i) => {
    if (isLost) first![i] = -1;
  });
  return tokens;
}

/** Draws a column for every row and tells it. */
async function drawColumn(
  inference: ArgnInference,
  entry: Float32Array,
  column: number,
  draw: TokenDraw,
): Promise<Int32Array> {
  const p = await inference.ask(await inference.think(entry), column);
  const tokens = drawTokens(p, draw);
  inference.tell(entry, column, tokens);
  return tokens;
}

/** One token per row by inverse transform of p, restricted to the mask if there is one. */
export function drawTokens(p: Float32Array, { rows, mask, lost, random }: TokenDraw): Int32Array {
  const size = p.length / rows;
  const tokens = new Int32Array(rows);
  const uniforms = random.fillUniform(new Float32Array(rows));
  const chances = mask && lost ? random.fillUniform(new Float32Array(rows)) : undefined;
  for (let i = 0; i < rows; i++) {
    const at = i * size;
    let total = 1;
    if (mask !== undefined) {
      total = 0;
      for (let t = 0; t < size; t++) total += p[at + t]! * mask[t]!;
      if (chances !== undefined && chances[i]! >= total) lost![i] = 1;
    }
    let left = uniforms[i]! * total;
    let drawn = -1;
    for (let t = 0; t < size; t++) {
      const share = mask === undefined ? p[at + t]! : p[at + t]! * mask[t]!;
      if (share === 0) continue;
      drawn = t;
      if (left < share) break;
      left -= share;
    }
    tokens[i] = drawn;
  }
  return tokens;
}
