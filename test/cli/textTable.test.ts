import { expect, it } from "vitest";
import { cell, escapeControl } from "../../src/cli/textTable.ts";

it("shows control characters, terminal escapes and direction marks instead of obeying them", () => {
  expect(escapeControl("a\u001b[31mred\n\u202eabc")).toBe("a\\x1b[31mred\\x0a\\x202eabc");
});

it("cuts and pads by characters", () => {
  expect(cell("żółw", 6)).toBe("żółw  ");
  expect(cell("abcdefgh", 5)).toBe("abcd…");
  expect(cell("😀😀😀", 2)).toBe("😀…");
});
