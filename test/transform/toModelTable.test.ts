import { resolve } from "node:path";
import { expect, it } from "vitest";
import { parseConfig } from "../../src/config/parseConfig.ts";
import { resolveColumns } from "../../src/config/resolveColumns.ts";
import { profileTable } from "../../src/table/profile/profileTable.ts";
import { readTable } from "../../src/table/read/read.ts";
import type { NumberColumn, StringColumn } from "../../src/table/table.ts";
import { prepare } from "../../src/transform/prepare.ts";
import { toModelTable } from "../../src/transform/toModelTable.ts";

const loaded = await readTable(resolve("examples/penguins.csv"));
const config = parseConfig('{ "source": { "path": "penguins.csv" } }', "test").config!;
const { data, restore } = prepare(loaded.table, resolveColumns(config, profileTable(loaded)), { seed: 1 });

it("makes of the training rows what prepare made of them, but that prepare spreads the few beyond a protected end", () => {
  const again = toModelTable(restore, data.columns, loaded.table);
  expect(again.columns.map((c) => c.name)).toEqual(data.columns.map((c) => c.name));
  for (const [i, column] of data.table.columns.entries()) {
    const other = again.columns[i]!;
    if (column.kind === "string") expect([...(other as StringColumn).codes]).toEqual([...column.codes]);
    else {
      const meta = data.columns[i]!;
      const [min, max] = meta.kind === "continuous" ? [meta.min, meta.max] : [0, 0];
      const clipped = (other as NumberColumn).values;
      const moved = clipped.filter((v, row) => v !== column.values[row] && !Number.isNaN(v));
      expect(moved.length).toBeLessThanOrEqual(8);
      for (const v of moved) expect([min, max]).toContain(v);
    }
  }
});

it("takes absent columns, unseen categories and unreadable cells for missing, and clips numbers", () => {
  const rows = 2;
  const made = toModelTable(restore, data.columns, {
    rows,
    columns: [
      { kind: "string", name: "species", codes: Int32Array.of(0, 1), dictionary: ["Emperor", "Gentoo"] },
      { kind: "string", name: "body_mass_g", codes: Int32Array.of(0, 1), dictionary: ["heavy", "99999"] },
    ],
  });
  const column = (name: string) => made.columns.find((c) => c.name === name)!;
  const species = column("species") as StringColumn;
  expect(Array.from(species.codes, (c) => (c < 0 ? null : species.dictionary[c]))).toEqual([null, "Gentoo"]);
  const mass = data.columns.find((c) => c.name === "body_mass_g");
  expect(column("body_mass_g")).toMatchObject({
    values: Float64Array.of(Number.NaN, mass?.kind === "continuous" ? mass.max : 0),
  });
  expect(column("island")).toMatchObject({ codes: Int32Array.of(-1, -1) });
});
