import fc from "fast-check";
import { expect, it } from "vitest";
import { wrapWords } from "../../src/cli/shell/wrapWords.ts";

it("breaks lines between words only, and keeps every word", () => {
  const word = fc.string({ minLength: 1, maxLength: 12, unit: fc.constantFrom(..."abcé|─") });
  fc.assert(
    fc.property(
      fc.array(word, { minLength: 1, maxLength: 40 }),
      fc.integer({ min: 24, max: 90 }),
      (words, width) => {
        const wrapped = wrapWords(words.join(" "), width);
        expect(wrapped.split(/\s+/).filter((w) => w !== "")).toEqual(words);
        for (const line of wrapped.split("\n")) expect([...line].length).toBeLessThanOrEqual(width);
      },
    ),
  );
});

it("leaves words that are wider whole, and counts no colors", () => {
  expect(wrapWords(`a ${"x".repeat(60)} b`, 30)).toBe(`a\n  ${"x".repeat(60)}\n  b`);
  expect(wrapWords("\u001b[31mred\u001b[39m and twenty six more", 30)).toBe(
    "\u001b[31mred\u001b[39m and twenty six more",
  );
});
