import { expect, it } from "vitest";
import { boardModel, columnsOf } from "../../src/product/page/boardModel.ts";
import { makeFirstCards, modelOfFirst } from "../../src/product/page/firstCards.ts";
import { readProduct } from "../../src/product/readProduct.ts";

const groups = ["must", "should", "could", "wont"];
const product = (count: number) => {
  const features = Array.from({ length: count }, (_, i) => ({
    ...{
      id: `f${i}`,
      title: `Feature ${i}`,
      moscow: groups[(7 * i) % 4],
      status: i % 9 === 0 ? "dropped" : "todo",
    },
    ...(i % 3 === 0 && { phase: "mvp" }),
    ...(i % 5 === 0 && { needs: [`f${(i + 11) % count}`] }),
    rice: { reach: 1 + ((13 * i) % 97), impact: 1, confidence: 80, effort: 1 },
  }));
  const text = JSON.stringify({ version: 1, product: "P", phases: [{ id: "mvp" }], features });
  return readProduct(text, "p.mvp.json").product!;
};

it("the first cards of a large board are those of the whole board, in every arrangement", () => {
  const { features, ...rest } = product(700);
  const cardsFor = makeFirstCards(rest, features)!;
  const model = boardModel(rest, features, new Map());
  for (const by of ["moscow", "phase", "status"] as const)
    for (const sort of ["rice", "hand"] as const)
      for (const phase of [null, "mvp"]) {
        const shows = { by, sort, phase, search: "" };
        const first = cardsFor(shows);
        const whole = columnsOf(model, shows);
        expect(first.features).toBe(700);
        expect(first.columns.map(({ entries, ...head }) => ({ ...head, shown: entries.length }))).toEqual(
          whole.map(({ entries, ...head }) => ({ ...head, shown: Math.min(12, entries.length) })),
        );
        expect(first.columns.map(({ entries }) => entries)).toEqual(
          whole.map(({ entries }) => entries.slice(0, 12)),
        );
        const drawn = modelOfFirst(rest, first);
        expect(drawn.ordered.every(({ feature }) => drawn.byId.get(feature.id)!.feature === feature)).toBe(
          true,
        );
      }
});

it("a small board is drawn at once", () => {
  const { features, ...rest } = product(499);
  expect(makeFirstCards(rest, features)).toBeUndefined();
});
