import { describe, expect, it } from "vitest";
import { residualRisk, wilson } from "../../src/numerics/wilson.ts";

describe("wilson", () => {
  // Newcombe, Statistics in Medicine 17 (1998) 857–872, table I, method 3
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])("%i of %i", (successes, trials, low, high) => {
    const { rate, halfWidth } = wilson(successes, trials);
    expect(rate - halfWidth).toBeCloseTo(low, 4);
    expect(rate + halfWidth).toBeCloseTo(high, 4);
  });

  it("knows nothing without trials", () => {
    expect(wilson(0, 0)).toEqual({ rate: 0.5, halfWidth: 0.5 });
  });
});

describe("residualRisk", () => {
  it("is what the attack gains over the control", () => {
    const { risk, interval } = residualRisk({ rate: 0.6, halfWidth: 0.03 }, { rate: 0.2, halfWidth: 0.04 });
    expect(risk).toBeCloseTo(0.5, 12);
    // error: hypot(0.03 / 0.8, 0.04 · 0.4 / 0.64)
    expect(interval[1] - risk).toBeCloseTo(Math.hypot(0.0375, 0.025), 12);
  });

  it("is clipped to 0 … 1", () => {
    const none = residualRisk({ rate: 0.1, halfWidth: 0.02 }, { rate: 0.3, halfWidth: 0.02 });
    expect(none.risk).toBe(0);
    expect(none.interval[0]).toBe(0);
    expect(residualRisk({ rate: 0.999, halfWidth: 0.01 }, { rate: 0.1, halfWidth: 0.1 }).interval[1]).toBe(1);
  });
});
