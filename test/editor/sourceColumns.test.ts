import { describe, expect, it } from "vitest";
import { sourceColumn } from "../../src/editor/sourceColumns.ts";
import { column } from "../config/profiles.ts";

describe("what a view sees of a column", () => {
  it("holds no long texts, and no half characters", () => {
    const long = "x".repeat(10_000);
    const seen = sourceColumn(
      column("notes", "text", {
        examples: [long, `${"y".repeat(199)}🐧${long}`, "short", "a", "b", "c", "d", "e"],
        top: [{ value: long, count: 3 }],
        quantiles: [0, 1, 2, 3, 4, 5, 6],
      }),
    );
    expect(JSON.stringify(seen).length).toBeLessThan(3000);
    expect(seen.examples).toHaveLength(6);
    expect(seen.examples[0]).toBe(`${"x".repeat(200)}…`);
    expect(seen.examples[1]).not.toMatch(/\p{Cs}/u);
    expect(seen.median).toBe(3);
  });

  it("keeps the name whole: it is a key", () => {
    const name = "n".repeat(10_000);
    expect(sourceColumn(column(name, "id")).name).toBe(name);
  });
});
