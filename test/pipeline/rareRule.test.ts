import { expect, it } from "vitest";
import { parseConfig } from "../../src/config/parseConfig.ts";
import { resolveColumns } from "../../src/config/resolveColumns.ts";
import { column, table } from "../config/profiles.ts";

it("what counts as rare is decided by the rows of the whole file, not by those left for training", () => {
  const config = parseConfig('{ "source": { "path": "a" } }', "f").config!;
  const training = { ...table([column("city", "categorical")]), rows: 480 };
  expect(resolveColumns(config, training)[0]!.minCategoryCount).toBe(2);
  expect(resolveColumns(config, training, 600)[0]!.minCategoryCount).toBe(5);
});
