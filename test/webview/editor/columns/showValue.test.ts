import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { oneLine, percent, shortNumber } from "../../../../webview/editor/columns/showValue.ts";

describe("showing values", () => {
  it("makes any text one line without marks that turn it around", () => {
    expect(oneLine("a\r\nb\tc")).toBe("a⏎b⇥c");
    expect(oneLine("a\u202Eb\u0000")).toBe("a·b·");
    expect(oneLine("<b>&amp;</b>")).toBe("<b>&amp;</b>");
  });

  it("cuts long texts without halving a character", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
        const shown = oneLine(text, 20);
        expect(shown.length).toBeLessThanOrEqual(21);
        expect(shown).not.toMatch(/[\n\r\t]/);
        // a surrogate alone is half a character
        if (!/\p{Cs}/u.test(text)) expect(shown).not.toMatch(/\p{Cs}/u);
      }),
      { numRuns: 50 },
    );
  });

  it("writes shares so that none looks like all or nothing", () => {
    expect([0, 0.0004, 0.0563, 0.5, 0.999, 1].map((share) => percent(share, "en"))).toEqual([
      "",
      "<0.1 %",
      "5.6 %",
      "50 %",
      "99 %",
      "100 %",
    ]);
  });

  it("writes numbers short, never NaN", () => {
    expect([0, 0.12345, 2.456, 38.5816, 1234567, 1.5e12, 3e-9].map((n) => shortNumber(n, "en"))).toEqual([
      "0",
      "0.1235",
      "2.46",
      "38.6",
      "1,234,567",
      "1.50e12",
      "3.00e-9",
    ]);
    expect(shortNumber(Number.NaN)).toBe("");
  });
});
