import { describe, expect, it } from "vitest";
import { plainInference } from "../../../../src/models/circuit/query/inference.ts";
import { drawFromCircuit } from "../../../../src/models/circuit/query/sampler.ts";
import { ChainMover } from "../../../../src/models/circuit/refine/moves/moveChains.ts";
import { moveTables } from "../../../../src/models/circuit/refine/moves/moveTables.ts";
import { redrawStates } from "../../../../src/models/circuit/refine/moves/redrawStates.ts";
import { moveScorer, RowScores } from "../../../../src/models/circuit/refine/moves/scoreMoves.ts";
import { sweep } from "../../../../src/models/circuit/refine/moves/sweep.ts";
import { binByRow } from "../../../../src/models/circuit/refine/ratioFeatures.ts";
import { Random } from "../../../../src/numerics/random.ts";
import { tinyBooks, tinyShape } from "../tinyCircuit.ts";
import {
  binsOf,
  chiSquare,
  drawTarget,
  features,
  masks,
  parameters,
  target,
  trees,
  walk,
} from "./tinyMoves.ts";

/** Far out for the χ² of a right answer: mean + 4 standard deviations. */
const bound = (freedom: number) => freedom + 4 * Math.sqrt(2 * freedom);

describe("the masks of trees", () => {
  it("score a change of one column as walks through the trees do", () => {
    const scorer = moveScorer(features, masks, 4);
    const random = new Random(3);
    const rows = 200;
    const tokens = tinyShape.sizes.map((size) => Int32Array.from({ length: rows }, () => random.below(size)));
    const rowOf = (i: number) => tokens.map((column) => column[i]!);
    const bins = Uint8Array.from(Array.from({ length: rows }, (_, i) => binsOf(rowOf(i))).flat());
    const scores = new RowScores(scorer, tokens, bins);
    const listed = Int32Array.from({ length: rows }, (_, i) => i);
    // each step starts from where accepted changes of the one before have led
    for (const [count, column] of [
      [4, 3],
      [4, 0],
      [trees.length, 2],
      [trees.length, 0],
      [trees.length, 1],
    ] as const) {
      scores.setTrees(count);
      const newToken = Int32Array.from({ length: rows }, () => random.below(tinyShape.sizes[column]!));
      const differences = scores.propose(column, { listed, count: rows, newToken });
      for (let i = 0; i < rows; i++) {
        const after = rowOf(i).with(column, newToken[i]!);
        const expected = trees
          .slice(0, count)
          .reduce((sum, tree) => sum + walk(tree, binsOf(after)) - walk(tree, binsOf(rowOf(i))), 0);
        expect(differences[i]).toBeCloseTo(expected, 12);
      }
      const taken = Uint8Array.from({ length: rows }, () => random.below(2));
      for (let i = 0; i < rows; i++) if (taken[i] === 1) tokens[column]![i] = newToken[i]!;
      scores.settle(column, { listed, count: rows, taken });
    }
  });
});

describe("moves", () => {
  const tables = moveTables(tinyShape, parameters);
  const scorer = moveScorer(features, masks, 4);

  it("leave p · r as it is: rows drawn from it still follow it, checked by enumeration", async () => {
    const chains = drawTarget(20_000, 1);
    const before = chains.tokens.map((column) => column.slice());
    const inference = plainInference(tinyShape, parameters);
    const bins = new Uint8Array(chains.rows * features.length);
    const scores = new RowScores(
      scorer,
      chains.tokens,
      binByRow(features, chains.tokens, { from: 0, to: chains.rows }, bins),
    );
    scores.setTrees(trees.length);
    const random = new Random(2);
    for (let pass = 0; pass < 2; pass++) {
      await redrawStates(tables, chains, inference, random);
      sweep(tables, chains, scores, random);
    }
    const { statistic, freedom } = chiSquare(chains.tokens, target());
    expect(statistic).toBeLessThan(bound(freedom));
    const still = chains.tokens[2]!.filter((t, i) => t === before[2]![i]).length / chains.rows;
    expect(still).toBeLessThan(0.6);
  });

  it("bring rows of the circuit to p · r", async () => {
    const drawn = drawFromCircuit({ shape: tinyShape, parameters, books: tinyBooks }, 20_000, new Random(4));
    const chains = { rows: 20_000, tokens: drawn.tokens, states: drawn.states };
    const start = chiSquare(chains.tokens, target());
    expect(start.statistic).toBeGreaterThan(10 * bound(start.freedom));
    const mover = new ChainMover({ shape: tinyShape, parameters, features });
    mover.setTrees(masks);
    await mover.move({ chains, counts: Array.from({ length: 6 }, () => trees.length), seed: 1, stream: 2 });
    await mover.dispose();
    const { statistic, freedom } = chiSquare(chains.tokens, target());
    expect(statistic).toBeLessThan(bound(freedom));
  });
});
