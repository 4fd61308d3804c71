import { describe, expect, it } from "vitest";
import type { OptionField } from "../../../../src/protocol/editor.ts";
import { wordsFrom } from "../../../../src/protocol/editorStrings.ts";
import { parseInput, rangeText, showInput } from "../../../../webview/editor/settings/parseInput.ts";

const t = wordsFrom({});
const field = (kind: OptionField["kind"], more: Partial<OptionField> = {}): OptionField => ({
  key: "k",
  label: "",
  description: "",
  kind,
  advanced: false,
  ...more,
});
const typed = (f: OptionField, text: string) => parseInput(f, text, t);

describe("typing into a field", () => {
  it("leaves the default when empty", () => {
    for (const kind of ["integer", "number", "integers", "text", "bound"] as const)
      expect(typed(field(kind), "  ")).toEqual({ value: undefined });
  });

  it("reads whole numbers and says what is none", () => {
    const epochs = field("integer", { minimum: 1, maximum: 100_000 });
    expect(typed(epochs, " 300 ")).toEqual({ value: 300 });
    expect(typed(epochs, "100 000")).toEqual({ value: 100_000 });
    expect(typed(epochs, "1e3")).toEqual({ value: 1000 });
    for (const text of ["3.5", "many", "0x10", "1,000", "NaN", "Infinity"])
      expect(typed(epochs, text)).toEqual({ error: "Needs a whole number." });
    expect(typed(epochs, "0")).toEqual({ error: "Must be 1 to 100000." });
  });

  it("reads decimals with point or comma", () => {
    const rate = field("number", { minimum: 1e-7, maximum: 1 });
    expect(typed(rate, "2e-4")).toEqual({ value: 0.0002 });
    expect(typed(rate, "0,5")).toEqual({ value: 0.5 });
    expect(typed(rate, ".5")).toEqual({ value: 0.5 });
    expect(typed(rate, "1e999")).toEqual({ error: "Needs a number." });
    expect(typed(rate, "2")).toEqual({ error: "Must be 1e-7 to 1." });
  });

  it("knows auto where it is a word", () => {
    expect(typed(field("integer", { auto: true }), "Auto")).toEqual({ value: "auto" });
    expect(typed(field("integer", { auto: true }), "x")).toEqual({ error: "Needs a whole number or auto." });
    expect(typed(field("integer"), "auto")).toHaveProperty("error");
  });

  it("reads lists of sizes and bounds of either kind", () => {
    expect(typed(field("integers"), "256, 128 64")).toEqual({ value: [256, 128, 64] });
    expect(typed(field("integers"), "256, a")).toHaveProperty("error");
    expect(typed(field("bound"), "-3.5")).toEqual({ value: -3.5 });
    expect(typed(field("bound"), "2024-01-31")).toEqual({ value: "2024-01-31" });
  });

  it("keeps texts as typed", () => {
    expect(typed(field("text"), " a b ")).toEqual({ value: " a b " });
  });

  it("shows any value a person may have written", () => {
    expect([undefined, null, 5, "a", [1, 2], { a: 1 }, true].map(showInput)).toEqual([
      "",
      "",
      "5",
      "a",
      "1, 2",
      '{"a":1}',
      "true",
    ]);
    expect(rangeText(field("number", { minimum: 0 }), t)).toBe("from 0");
  });
});
