import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { translatedTexts } from "../../web/words.ts";

test("every text the dashboard says has a German one", () => {
  const sources = readdirSync("web", { recursive: true })
    .map(String)
    .filter((name) => name.endsWith(".tsx"));
  expect(sources.length).toBeGreaterThan(10);
  const known = new Set(translatedTexts);
  const said = sources.flatMap((name) => {
    const text = readFileSync(join("web", name), "utf8");
    return [...text.matchAll(/\bsay\(\s*"((?:[^"\\]|\\.)+)"/g)].map(
      ([, literal]) => JSON.parse(`"${literal}"`) as string,
    );
  });
  expect(said.length).toBeGreaterThan(60);
  expect([...new Set(said)].filter((text) => !known.has(text))).toEqual([]);
});
