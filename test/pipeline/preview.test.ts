import { resolve } from "node:path";
import { expect, it } from "vitest";
import { startInProcess } from "../../src/worker/inProcess.ts";

const path = resolve("examples/preview.synth.json");
const preview = (config: object) =>
  startInProcess("preview", { path, text: JSON.stringify({ source: { path: "penguins.csv" }, ...config }) })
    .result;

it("shows twenty rows as the text says, and what to expect of them", async () => {
  const made = await preview({ columns: { year: { role: "drop" } } });
  expect(made.columns.map(({ name }) => name)).toEqual([
    "species",
    "island",
    "bill_length_mm",
    "bill_depth_mm",
    "flipper_length_mm",
    "body_mass_g",
    "sex",
  ]);
  for (const { values } of made.columns) expect(values).toHaveLength(20);
  expect(
    made.columns[0]!.values.every((species) => ["Adelie", "Gentoo", "Chinstrap"].includes(species!)),
  ).toBe(true);
  expect(made.columnShapes).toBeGreaterThan(0.9);
  expect(made.pairTrends).toBeGreaterThan(0.6);
  // the same text gives the same rows, another seed others
  expect(await preview({ columns: { year: { role: "drop" } } })).toEqual(made);
  expect((await preview({ columns: { year: { role: "drop" } }, seed: 7 })).columns).not.toEqual(made.columns);
});

it("is not made of a text with errors, nor where a guarantee is to be kept", async () => {
  await expect(preview({ model: { type: "nothing" } })).rejects.toThrow(/has errors/);
  const columns = {
    ...Object.fromEntries(["species", "island", "sex"].map((name) => [name, { values: ["a", "b"] }])),
    ...Object.fromEntries(
      ["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g", "year"].map((name) => [
        name,
        { min: 0, max: 7000 },
      ]),
    ),
  };
  await expect(preview({ columns, privacy: { epsilon: 1, delta: 1e-6 } })).rejects.toThrow(/has no preview/);
});
