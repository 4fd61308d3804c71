import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scrollInto, virtualRows, visibleRange } from "../../../../webview/editor/columns/virtualRows.ts";

const lists = fc.record({
  count: fc.integer({ min: 0, max: 100 }),
  extra: fc.dictionary(fc.integer({ min: -2, max: 110 }).map(String), fc.integer({ min: 1, max: 400 })),
});

const make = ({ count, extra }: { count: number; extra: Record<string, number> }) =>
  virtualRows(count, 34, new Map(Object.entries(extra).map(([i, height]) => [Number(i), height])));

describe("virtual rows", () => {
  it("places rows below open ones lower", () => {
    const rows = virtualRows(
      5,
      10,
      new Map([
        [1, 100],
        [3, 50],
      ]),
    );
    expect([0, 1, 2, 3, 4].map(rows.top)).toEqual([0, 10, 120, 130, 190]);
    expect(rows.total).toBe(200);
  });

  it("finds the row at a height, counting what is below a row as its own", () => {
    const rows = virtualRows(5, 10, new Map([[1, 100]]));
    expect([0, 9, 10, 119, 120, 149, 9999].map(rows.indexAt)).toEqual([0, 0, 1, 1, 2, 4, 4]);
  });

  it("agrees with adding up heights one by one", () => {
    fc.assert(
      fc.property(lists, (list) => {
        const rows = make(list);
        const tops = [0];
        for (let i = 0; i < list.count; i++) tops.push(tops[i]! + 34 + (list.extra[String(i)] ?? 0));
        const all = Array.from({ length: list.count }, (_, i) => i);
        expect([...all.map(rows.top), rows.total]).toEqual(tops);
        expect(all.map((i) => rows.indexAt(tops[i]!))).toEqual(all);
      }),
    );
  });

  it("draws everything that is in view and little more", () => {
    fc.assert(
      fc.property(lists, fc.nat(20_000), fc.integer({ min: 1, max: 900 }), (list, scrollTop, height) => {
        const rows = make(list);
        const { from, to } = visibleRange(rows, scrollTop, height, 3);
        expect(to - from).toBeLessThanOrEqual(Math.ceil(height / 34) + 2 + 6);
        const seen = Array.from({ length: list.count }, (_, i) => i).filter(
          (i) => rows.top(i) < scrollTop + height && rows.top(i) + 34 > scrollTop,
        );
        expect(seen.filter((i) => i < from || i >= to)).toEqual([]);
      }),
    );
  });

  it("scrolls no further than needed", () => {
    expect(scrollInto({ top: 100, bottom: 134 }, 0, 500, 28)).toBe(0);
    expect(scrollInto({ top: 600, bottom: 634 }, 0, 500, 28)).toBe(134);
    expect(scrollInto({ top: 100, bottom: 134 }, 300, 500, 28)).toBe(72);
    expect(scrollInto({ top: 10, bottom: 44 }, 300, 500, 28)).toBe(0);
  });
});
