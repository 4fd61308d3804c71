import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Link,
  linksText,
  readLinks,
  rowName,
  sameRow,
  withLink,
} from "../../../src/product/feedback/links.ts";

const row = fc.string().map((text) => rowName(text, "2026-01-01"));
const link: fc.Arbitrary<Link> = fc.oneof(
  fc.record({ kind: fc.constant("feature" as const), feature: fc.stringMatching(/^[a-z][a-z-]{0,8}$/) }),
  fc.record({ kind: fc.constant("same" as const), row }),
  fc.constant({ kind: "none" } as const),
);

it("reads the links it writes, rows in order", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(row, link)), (entries) => {
      const links = new Map(entries.filter(([, one]) => one.kind !== "feature" || one.feature !== "none"));
      const text = linksText(links);
      expect(readLinks(text, "a.links.json")).toEqual(links);
      const rows = Object.keys(JSON.parse(text));
      expect(rows.filter((name) => !/^\d+$/.test(name))).toEqual(
        [...links.keys()].filter((name) => !/^\d+$/.test(name)).sort(),
      );
    }),
  );
});

describe("rows that a person says are the same", () => {
  const [a, b, c] = [rowName("a", ""), rowName("b", ""), rowName("c", "")] as const;

  it("meet at one row, whatever the order, and never in a circle", () => {
    const rows = Array.from({ length: 6 }, (_, i) => rowName(String(i), ""));
    const pick = fc.integer({ min: 0, max: 5 });
    fc.assert(
      fc.property(fc.array(fc.tuple(pick, pick), { maxLength: 20 }), (pairs) => {
        let links: ReadonlyMap<string, Link> = new Map();
        for (const [x, y] of pairs) {
          links = withLink(links, rows[x]!, `same:${rows[y]!}`);
          expect(sameRow(links, rows[x]!)).toBe(sameRow(links, rows[y]!));
        }
        for (const row of rows) expect(links.get(sameRow(links, row))?.kind).not.toBe("same");
        expect(readLinks(linksText(links), "x")).toEqual(links);
      }),
      { seed: 17, numRuns: 200 },
    );
  });

  it("keep the feature of the one that has it, and can be taken back", () => {
    const linked = withLink(new Map(), b, "swap");
    const same = withLink(linked, b, `same:${a}`);
    expect(same).toEqual(
      new Map([
        [b, { kind: "feature", feature: "swap" }],
        [a, { kind: "same", row: b }],
      ]),
    );
    expect(withLink(same, a, null)).toEqual(linked);
    expect(withLink(same, c, "none").get(c)).toEqual({ kind: "none" });
    // they are the same already
    expect(withLink(same, b, `same:${a}`)).toEqual(same);
  });
});
