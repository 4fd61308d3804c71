import { describe, expect, it } from "vitest";
import { Random, threefryBlock } from "../../src/engine/random.ts";

describe("Random", () => {
  // known-answer vectors published with Random123 for threefry2x32, 13 rounds
  it.each([
    [
      [0, 0],
      [0, 0],
      [0x9d1c5ec6, 0x8bd50731],
    ],
    [
      [0xffffffff, 0xffffffff],
      [0xffffffff, 0xffffffff],
      [0xfd36d048, 0x2d17272c],
    ],
    [
      [0x243f6a88, 0x85a308d3],
      [0x13198a2e, 0x03707344],
      [0xba3e4725, 0xf27d669e],
    ],
  ] as [[number, number], [number, number], [number, number]][])(
    "matches the published vectors %#",
    (counter, key, out) => {
      expect(threefryBlock(counter, key)).toEqual(out);
    },
  );

  it("continues from a position as if never interrupted", () => {
    const whole = new Random(7, 3);
    const words = Array.from({ length: 101 }, () => whole.uint32());
    for (const at of [0, 1, 2, 37, 100]) {
      const part = new Random(7, 3);
      part.position = at;
      expect(part.uint32()).toBe(words[at]);
      expect(part.position).toBe(at + 1);
    }
  });

  it("has uniform and normal moments", () => {
    const r = new Random(1);
    let u = 0;
    let n = 0;
    let n2 = 0;
    const count = 200_000;
    for (let i = 0; i < count; i++) {
      u += r.uniform();
      const z = r.normal();
      n += z;
      n2 += z * z;
    }
    expect(u / count).toBeCloseTo(0.5, 2);
    expect(n / count).toBeCloseTo(0, 2);
    expect(n2 / count).toBeCloseTo(1, 1);
  });

  it("gives forks that differ by name and repeat by seed", () => {
    const a = new Random(5).fork("noise").uint32();
    expect(new Random(5).fork("noise").uint32()).toBe(a);
    expect(new Random(5).fork("dropout").uint32()).not.toBe(a);
    expect(new Random(6).fork("noise").uint32()).not.toBe(a);
  });

  it("permutes", () => {
    expect([...new Random(2).permutation(100)].sort((a, b) => a - b)).toEqual(
      Array.from({ length: 100 }, (_, i) => i),
    );
  });
});
