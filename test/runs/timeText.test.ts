import { describe, expect, it } from "vitest";
import { agoText, durationText, etaText } from "../../src/runs/timeText.ts";
import { english } from "../../src/runs/translate.ts";

const minute = 60_000;

describe("etaText", () => {
  it.each([
    [0, "about 5 s left"],
    [21_000, "about 20 s left"],
    [58_000, "1 min left"],
    [90_000, "2 min left"],
    [59 * minute, "59 min left"],
    [80 * minute, "1 h 20 min left"],
  ])("says %d ms", (ms, text) => {
    expect(etaText(ms, english)).toBe(text);
  });
});

describe("durationText", () => {
  it.each([
    [13, "13 ms"],
    [400, "0.4 s"],
    [9_940, "9.9 s"],
    [12_400, "12 s"],
    [59_700, "1 min 0 s"],
    [200_000, "3 min 20 s"],
    [65 * minute, "1 h 5 min"],
  ])("says %d ms", (ms, text) => {
    expect(durationText(ms, english)).toBe(text);
  });
});

describe("agoText", () => {
  it.each([
    [-5 * minute, "just now"],
    [30_000, "just now"],
    [5 * minute, "5 min ago"],
    [3 * 60 * minute, "3 h ago"],
    [50 * 60 * minute, "2 d ago"],
  ])("says %d ms", (ms, text) => {
    expect(agoText(1e12 - ms, 1e12, english)).toBe(text);
  });
});
