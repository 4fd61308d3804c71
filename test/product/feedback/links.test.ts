import fc from "fast-check";
import { expect, it } from "vitest";
import { type Link, linksText, readLinks, rowName } from "../../../src/product/feedback/links.ts";

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
