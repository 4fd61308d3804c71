import { expect, it } from "vitest";
import { Random } from "../../src/numerics/random.ts";
import { TextIndex } from "../../src/table/textIndex.ts";

it("numbers texts as a map would, whatever they are and however many", () => {
  const random = new Random(1);
  const letters = ["a", "b", "ä", "\u0000", "😀", "\ud83d", " ", "9"];
  const index = new TextIndex();
  const map = new Map<string, number>();
  for (let i = 0; i < 200_000; i++) {
    const length = random.below(i % 3 === 0 ? 3 : 12);
    const text = Array.from({ length }, () => letters[random.below(letters.length)]).join("");
    if (!map.has(text)) map.set(text, map.size);
    if (index.codeOf(text) !== map.get(text)) throw new Error(`other number for ${JSON.stringify(text)}`);
  }
  expect(map.size).toBeGreaterThan(50_000);
  expect(index.texts).toEqual([...map.keys()]);
});
