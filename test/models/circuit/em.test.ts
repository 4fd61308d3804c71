import { describe, expect, it } from "vitest";
import { type CircuitParameters, shapeOf } from "../../../src/models/circuit/circuitModel.ts";
import { tokenShares } from "../../../src/models/circuit/tokens/codebook.ts";
import { chowLiuTree } from "../../../src/models/circuit/train/chowLiuTree.ts";
import { seededParameters } from "../../../src/models/circuit/train/initial.ts";
import { openNativeEm } from "../../../src/models/circuit/train/nativeEm.ts";
import { plainEm } from "../../../src/models/circuit/train/plainEm.ts";
import { type Smoothing, tablePriors } from "../../../src/models/circuit/train/prior.ts";
import { Random } from "../../../src/numerics/random.ts";

const rows = 400;
const sizes = [9, 3, 12, 2];

/** Columns 0 and 2 are ordered and follow each other, 1 and 3 depend on them. */
function makeTokens(): Int32Array[] {
  const random = new Random(3);
  const base = Int32Array.from({ length: rows }, () => random.below(9));
  const near = base.map((x) => Math.min(11, Math.max(0, x + random.below(4))));
  const group = base.map((x) => (random.uniform() < 0.8 ? Math.floor(x / 3) : random.below(3)));
  const flag = near.map((x) => (random.uniform() < 0.9 ? Number(x > 6) : random.below(2)));
  return [base, group, near, flag];
}

async function setUp(smoothing: Smoothing, states = 5) {
  const tokens = makeTokens();
  const tree = await chowLiuTree({ tokens, sizes, ordered: [true, false, true, false] }, new Random(1));
  const shape = shapeOf(tree, sizes, states);
  const shares = tokens.map((t, j) => tokenShares(t, sizes[j]!));
  const priors = tablePriors(
    shape,
    {
      shares,
      atoms: [9, 0, 12, 0].map((count) => new Uint8Array(count)),
      repeats: new Float64Array(4).fill(1),
    },
    smoothing,
  );
  const start = seededParameters(shape, priors, tokens, new Random(2));
  return { tokens, shape, priors, start };
}

const index = Uint32Array.from({ length: rows }, (_, i) => i);
const none: Smoothing = { emission: 0, perCategory: 0, transition: 0, normal: 0 };

describe("expectation-maximization", () => {
  it("never lowers the likelihood of the full batch", async () => {
    const { tokens, shape, priors, start } = await setUp(none);
    const engines = [
      plainEm({ shape, priors, smoothing: none, rows, start }),
      await openNativeEm({ shape, priors, smoothing: none, rows, start }, { threads: 1, batch: rows }),
    ];
    for (const engine of engines) {
      let last = -Infinity;
      for (let i = 0; i < 25; i++) {
        const now = await engine.step(tokens, index, 1);
        expect(now).toBeGreaterThan(last - 1e-5);
        last = now;
      }
      await engine.dispose();
    }
  });

  it("takes the same steps on onnxruntime as in plain code, smoothing included", async () => {
    const smoothing: Smoothing = { emission: 0.3, perCategory: 2, transition: 0.1, normal: 20 };
    const { tokens, shape, priors, start } = await setUp(smoothing);
    const plain = plainEm({ shape, priors, smoothing, rows, start });
    const native = await openNativeEm({ shape, priors, smoothing, rows, start }, { threads: 1, batch: 100 });
    for (let t = 0; t < 4; t++) {
      const rate = (t + 2) ** -0.7;
      const a = await plain.step(tokens, index.subarray(t * 100, t * 100 + 100), rate);
      const b = await native.step(tokens, index.subarray(t * 100, t * 100 + 100), rate);
      expect(b).toBeCloseTo(a, 3);
    }
    expectClose(native.parameters(), plain.parameters());
    const a = await plain.fullStep(tokens, index);
    const b = await native.fullStep(tokens, index);
    expect(b).toBeCloseTo(a, 3);
    expectClose(native.parameters(), plain.parameters());
    const scores = await native.logLikelihood(tokens, index);
    (await plain.logLikelihood(tokens, index)).forEach((x, i) => {
      expect(scores[i]).toBeCloseTo(x, 3);
    });
    await native.dispose();
  });

  it("keeps every distribution normalized", async () => {
    const smoothing: Smoothing = { emission: 0.3, perCategory: 2, transition: 0.1, normal: 40 };
    const { tokens, shape, priors, start } = await setUp(smoothing);
    const engine = plainEm({ shape, priors, smoothing, rows, start });
    for (let i = 0; i < 5; i++) await engine.step(tokens, index, 0.5);
    const { root, transitions, emissions } = engine.parameters();
    const k = shape.states;
    expect(root.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 4);
    for (const w of transitions)
      for (let p = 0; p * k < w.length; p++)
        expect(w.subarray(p * k, p * k + k).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 4);
    shape.hosted.forEach((columns, v) => {
      let offset = 0;
      for (const j of columns) {
        for (let s = 0; s < k; s++) {
          let total = 0;
          for (let t = 0; t < sizes[j]!; t++) total += emissions[v]![(offset + t) * k + s]!;
          expect(total).toBeCloseTo(1, 4);
        }
        offset += sizes[j]!;
      }
    });
  });
});

function expectClose(a: CircuitParameters, b: CircuitParameters): void {
  const pairs: [Float32Array, Float32Array][] = [[a.root, b.root]];
  a.emissions.forEach((e, v) => {
    pairs.push([e, b.emissions[v]!], [a.transitions[v]!, b.transitions[v]!]);
  });
  for (const [x, y] of pairs)
    x.forEach((value, i) => {
      expect(Math.abs(value - y[i]!)).toBeLessThan(2e-4);
    });
}
