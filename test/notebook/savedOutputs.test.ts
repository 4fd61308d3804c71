import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gridBundle, profileBundle, textBundle } from "../../src/notebook/outputs.ts";
import { type CellOutputs, readSavedOutputs, savedOutputsText } from "../../src/notebook/savedOutputs.ts";
import { type GridJson, gridMime, profileMime } from "../../src/protocol/notebook.ts";
import { profileTable } from "../../src/table/profile/profileTable.ts";
import { protectedProfile } from "../../src/table/protection/protectedProfile.ts";
import { readTable } from "../../src/table/read/read.ts";

const grid: GridJson = {
  version: 1,
  title: "t",
  handle: "abc",
  total: 2,
  offset: 0,
  columns: [{ name: "name", type: "VARCHAR", values: ["Ada", null] }],
};
const cell = fc.record({
  kind: fc.constantFrom("synth", "sql", "markdown"),
  text: fc.string({ maxLength: 5 }),
});

describe("outputs beside a notebook", () => {
  it("come back for the cells they were made by", () => {
    fc.assert(
      fc.property(fc.array(cell, { maxLength: 8 }), fc.array(fc.boolean()), (cells, has) => {
        const made = new Map<number, CellOutputs>();
        for (const [i] of cells.entries())
          if (has[i])
            made.set(i, {
              ok: i % 2 === 0,
              outputs: [textBundle(`output ${cells[i]!.kind} ${cells[i]!.text}`)],
            });
        const read = readSavedOutputs(savedOutputsText(cells, made), cells);
        expect(read.size).toBe(made.size);
        for (const [i, { outputs }] of read)
          expect(outputs).toEqual([textBundle(`output ${cells[i]!.kind} ${cells[i]!.text}`)]);
      }),
    );
  });

  it("are not shown for a cell that was edited since", () => {
    const text = savedOutputsText(
      [{ kind: "sql", text: "SELECT 1" }],
      new Map([[0, { ok: true, outputs: [textBundle("1")] }]]),
    );
    expect(readSavedOutputs(text, [{ kind: "sql", text: "SELECT 2" }]).size).toBe(0);
    expect(readSavedOutputs("{", []).size).toBe(0);
    expect(readSavedOutputs('{"version": 1, "cells": [null, {}]}', [{ kind: "sql", text: "" }]).size).toBe(0);
  });

  it.each(["SELECT * FROM source", "select * from HOLDOUT h", 'from "training"', "-- source\nSELECT 1"])(
    "hold no rows of %j",
    (text) => {
      const saved = savedOutputsText(
        [{ kind: "sql", text }],
        new Map([[0, { ok: true, outputs: [gridBundle(grid)] }]]),
      );
      expect(saved).not.toContain("Ada");
      expect(saved).toContain("2 rows from a table of real rows: not saved");
    },
  );

  it("hold rows of synthetic tables, without handles that mean nothing later", () => {
    const saved = savedOutputsText(
      [{ kind: "sql", text: "SELECT * FROM synthetic" }],
      new Map([[0, { ok: true, outputs: [gridBundle(grid)] }]]),
    );
    expect(saved).toContain("Ada");
    expect(saved).not.toContain("abc");
    expect(JSON.parse(saved).cells[0].outputs[0][gridMime].handle).toBeNull();
  });

  it("show a profile without examples, rare values, ids and texts", async () => {
    const loaded = await readTable("test/fixtures/notebook/people.csv");
    const shared = protectedProfile(profileTable(loaded), loaded.table);
    const text = JSON.stringify(profileBundle("people.csv", shared));
    expect(JSON.parse(text)[profileMime].profile.columns).toHaveLength(3);
    for (const secret of ["Zyxomma", "P-0001", "Ada Lovelace"]) expect(text).not.toContain(secret);
    expect(text).toContain("common");
  });
});
