import { mkdtemp, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Tree } from "../../../../src/learners/tree.ts";
import { circuit } from "../../../../src/models/circuit/circuit.ts";
import { FittedCircuit } from "../../../../src/models/circuit/fittedCircuit.ts";
import { drawFromCircuit } from "../../../../src/models/circuit/query/sampler.ts";
import { chooseRefinement, movesRows } from "../../../../src/models/circuit/refine/chooseRefinement.ts";
import { Movers } from "../../../../src/models/circuit/refine/moves/movers.ts";
import { saveTree } from "../../../../src/models/circuit/savedTree.ts";
import type { ModelState } from "../../../../src/models/synthesizer.ts";
import { Random } from "../../../../src/numerics/random.ts";
import type { Condition } from "../../../../src/table/condition.ts";
import type { StringColumn } from "../../../../src/table/table.ts";
import { tinyBooks, tinyShape } from "../tinyCircuit.ts";
import { chiSquare, features, masks, parameters, randomTree, target, trees } from "./tinyMoves.ts";

/** Trees over the four columns only, as a model of categories has them. */
const ownRandom = new Random(6);
const own = Array.from({ length: 3 }, () => randomTree(ownRandom, 5, 0.4, 4));

/** Shares of the tokens under p · r: what training rows would have. */
const shares = tinyShape.sizes.map((size, j) => {
  const out = new Float64Array(size);
  for (const { row, p } of target(() => true, own)) out[row[j]!]! += p;
  return out;
});

/** A tree that changes nothing: a round of it moves rows by the trees of those before. */
const idle = randomTree(new Random(3), 2, 0);

function model(
  rounds: readonly (readonly Tree[])[] = [own.slice(0, 1), own.slice(1)],
  candidates?: number,
): FittedCircuit {
  const ratio = {
    trees: rounds[0]!,
    pairs: [],
    sums: [],
    offsets: tinyBooks.map((b) => new Float64Array(b.size)),
    candidates: candidates ?? 3,
  };
  return new FittedCircuit({
    columns: tinyBooks.map((b) => b.column),
    books: tinyBooks,
    shape: tinyShape,
    parameters,
    ratio,
    moves: { pairs: [], sums: [], rounds, shares, start: candidates === undefined ? undefined : ratio },
    notes: null,
  });
}

async function draw(
  fitted: FittedCircuit,
  rows: number,
  where: readonly Condition[] = [],
  plannedRows = rows,
) {
  const tokens: number[][] = tinyBooks.map(() => []);
  for await (const batch of fitted.sample(rows, { seed: 7, where, plannedRows }))
    batch.columns.forEach((column, j) => {
      tokens[j]!.push(...(column as StringColumn).codes);
    });
  return tokens;
}

describe("rows refined by moves", () => {
  it("have every token within sampling error of its share in the training rows", async () => {
    const rows = 20_000;
    const tokens = await draw(model(), rows);
    tokens.forEach((column, j) => {
      shares[j]!.forEach((p, t) => {
        const share = column.filter((x) => x === t).length / rows;
        expect(Math.abs(share - p)).toBeLessThan(2 * Math.sqrt((p * (1 - p)) / rows));
      });
    });
  });

  it("come back from a saved model to the same bytes, block by block", async () => {
    const first = model(undefined, 2);
    const saved = await first.save();
    const copy: ModelState = { json: JSON.parse(JSON.stringify(saved.json)), parts: saved.parts };
    const loaded = (await circuit.load(copy)) as FittedCircuit;
    const rows = 17_000;
    const expected = await draw(first, rows);
    expect(await draw(loaded, rows)).toEqual(expected);
    expect((await draw(loaded, rows, [], 1_000_000))[0]).not.toEqual(expected[0]);
    expect(await draw(loaded, 500, [], 1_000_000)).toEqual(await draw(first, 500, [], 1_000_000));
  });

  it("meet conditions, and move inside them: p(· | condition) · r, checked by enumeration", async () => {
    const settled = model([own, [idle], [idle], [idle]]);
    const tokens = await draw(settled, 15_000, [{ column: "c2", op: "in", values: ["v1", "v3"] }]);
    const expected = target((row) => row[2] === 1 || row[2] === 3, own);
    const { statistic, freedom } = chiSquare(tokens, expected);
    expect(statistic).toBeLessThan(freedom + 4 * Math.sqrt(2 * freedom));
  });

  it("start from candidates selected by the first round: p · r before any move, checked by enumeration", async () => {
    const rows = 4000;
    const where: Condition[] = [{ column: "c2", op: "in", values: ["v0", "v1", "v2", "v3"] }];
    const expected = target(() => true, own);
    const chi = async (fitted: FittedCircuit) => chiSquare(await draw(fitted, rows, where), expected);
    const { statistic, freedom } = await chi(model([own], 8));
    expect(statistic).toBeLessThan(freedom + 4 * Math.sqrt(2 * freedom));
    expect((await chi(model([own], 1))).statistic).toBeGreaterThan(2 * freedom);
  });

  it("refuse a schedule that is not one: nodes with two parents, too many leaves, unknown pairs", async () => {
    const { json, parts } = await model().save();
    const spoil = (
      change: (moves: { pairs: unknown[]; rounds: { left: number[]; right: number[] }[][] }) => void,
    ) => {
      const copy = JSON.parse(JSON.stringify(json));
      change(copy.moves);
      return circuit.load({ json: copy, parts });
    };
    await expect(
      spoil(({ rounds }) => {
        rounds[0]![0]!.right = rounds[0]![0]!.left;
      }),
    ).rejects.toThrow(/two parents/);
    await expect(
      spoil(({ rounds }) => {
        const tree = saveTree(randomTree(new Random(2), 40, 1));
        rounds[0]![0] = JSON.parse(
          JSON.stringify({ ...tree, feature: tree.feature.map((f) => Math.min(f, 3)) }),
        );
      }),
    ).rejects.toThrow(/too many leaves/);
    await expect(
      spoil(({ pairs }) => {
        pairs.push({ first: 0, second: 9, scales: [1, 1], edges: [0] });
      }),
    ).rejects.toThrow(/not numeric/);
  });
});

describe("the choice between moving and selecting", () => {
  it("goes by the rows of the whole plan and by the columns, and obeys a word", () => {
    const scale = { rows: 5000, columns: 10 };
    expect(chooseRefinement(true, scale)).toBe("moves");
    expect(chooseRefinement("auto", { ...scale, plannedRows: 200_001 })).toBe("select");
    expect(chooseRefinement("moves", { ...scale, plannedRows: 200_001 })).toBe("moves");
    expect(chooseRefinement("auto", { ...scale, columns: 300 })).toBe("select");
    expect(chooseRefinement("auto", { ...scale, rows: 1000 })).toBe("none");
    expect(chooseRefinement(false, scale)).toBe("none");
    expect([movesRows(200_000), movesRows(200_001)]).toEqual([true, false]);
  });
});

describe("threads", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(resolve("test/models/circuit/refine/threads-"));
    await build({
      entryPoints: ["src/models/circuit/refine/moves/moveThreadMain.ts"],
      outfile: join(folder, "moves.cjs"),
      bundle: true,
      platform: "node",
      format: "cjs",
      mainFields: ["module", "main"],
      external: ["onnxruntime-node"],
      logLevel: "error",
    });
  });
  afterAll(() => rm(folder, { recursive: true }));

  it("give the same bytes whatever their number", async () => {
    const moved = async (count: number) => {
      const rows = 5000;
      const drawn = drawFromCircuit({ shape: tinyShape, parameters, books: tinyBooks }, rows, new Random(4));
      const chains = { rows, tokens: drawn.tokens, states: drawn.states };
      const threads = { count, file: join(folder, "moves.cjs") };
      const movers = new Movers({ setup: { shape: tinyShape, parameters, features }, rows, threads });
      movers.setTrees(masks);
      await movers.move(chains, [6, trees.length], new Random(1));
      await movers.dispose();
      return chains;
    };
    const alone = await moved(1);
    expect(await moved(2)).toEqual(alone);
    expect(await moved(3)).toEqual(alone);
  });
});
