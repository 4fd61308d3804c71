import { describe, expect, it } from "vitest";
import { Random } from "../../src/numerics/random.ts";

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
      const words = new Uint32Array(2);
      new Random(key[0], key[1]).block(counter[0], counter[1], words, 0);
      expect([...words]).toEqual(out);
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

  it("fills in bulk with the words of single calls, from any position", () => {
    for (const at of [0, 1, 8]) {
      const [bulk, single] = [new Random(5, 2), new Random(5, 2)];
      bulk.position = at;
      single.position = at;
      const words = bulk.fillWords(new Uint32Array(101));
      expect([...words]).toEqual(Array.from({ length: 101 }, () => single.uint32()));
      expect(bulk.position).toBe(single.position);
      expect(bulk.uint32()).toBe(single.uint32());
    }
  });

  it("fills from a table evenly, with two values to a word", () => {
    const table = Float32Array.from({ length: 65536 }, (_, k) => k / 65536);
    const values = new Random(1).fillFromTable(new Float32Array(100_001), table);
    const words = new Random(1).fillWords(new Uint32Array(50_001));
    expect(values[0]).toBe((words[0]! & 0xffff) / 65536);
    expect(values[1]).toBe((words[0]! >>> 16) / 65536);
    expect(values[100_000]).toBe((words[50_000]! & 0xffff) / 65536);
    expect(values.reduce((a, b) => a + b) / values.length).toBeCloseTo(0.5, 2);
  });

  it("fills with open uniforms and fair coins", () => {
    const random = new Random(9);
    for (const values of [
      random.fillUniform(new Float32Array(50_001)),
      random.fillCoarseUniform(new Float32Array(50_001)),
    ]) {
      expect(Math.min(...values.subarray(0, 50_000))).toBeGreaterThan(0);
      expect(Math.max(...values.subarray(0, 50_000))).toBeLessThan(1);
      expect(values.reduce((a, b) => a + b, 0) / values.length).toBeCloseTo(0.5, 2);
    }
    const coins = random.fillCoins(new Float32Array(50_001), 2);
    expect(new Set(coins)).toEqual(new Set([0, 2]));
    expect(coins.reduce((a, b) => a + b, 0) / coins.length).toBeCloseTo(1, 1);
  });
});
