import { describe, expect, it } from "vitest";
import { parseConfig } from "../../../../src/config/parseConfig.ts";
import { editorCatalog } from "../../../../src/editor/editorCatalog.ts";
import { editConfigAll } from "../../../../src/jsonc/editConfig.ts";
import { applyEdits } from "../../../../src/jsonc/textEdit.ts";
import type { EditorChange } from "../../../../src/protocol/editor.ts";
import { english } from "../../../../src/runs/translate.ts";
import {
  resetColumns,
  setColumns,
  setList,
  setModel,
  setValue,
} from "../../../../webview/editor/settings/edits.ts";

const text = `{
  // which table
  "source": { "path": "people.csv" },
  "columns": {
    "age": { "type": "numerical", "decimals": 0 }, // years
    "zip": { "role": "drop" },
    "income": { "type": "categorical", "role": "target" }
  },
  "model": { "type": "ctgan", "epochs": 10, "pac": 5 /* small */ },
  "report": {
    "gates": { "columnShapes": { "min": 0.9 } },
    "sensitive": ["race", "age"]
  }
}
`;

type Config = Readonly<Record<string, unknown>>;
const written = (source: string) => parseConfig(source, "a.synth.json").value as Config;
const edited = (changes: readonly EditorChange[], source = text) =>
  applyEdits(
    source,
    editConfigAll(
      source,
      changes.map(({ path, value }) => ({ path, value })),
    ),
  );
const { models } = editorCatalog(english);
const model = (type: string) => models.find((choice) => choice.type === type)!;

describe("edits of a config", () => {
  it("write one value and leave the rest of the text as it is", () => {
    const next = edited(setColumns(written(text), ["age"], "type", "categorical"));
    expect(next).toBe(text.replace('"age": { "type": "numerical"', '"age": { "type": "categorical"'));
  });

  it("make one edit for many columns", () => {
    const changes = setColumns(written(text), ["age", "zip", "new"], "missing", "never");
    expect(
      editConfigAll(
        text,
        changes.map(({ path, value }) => ({ path, value })),
      ),
    ).toHaveLength(1);
    expect(written(edited(changes))["columns"]).toEqual({
      age: { type: "numerical", decimals: 0, missing: "never" },
      zip: { role: "drop", missing: "never" },
      income: { type: "categorical", role: "target" },
      new: { missing: "never" },
    });
  });

  it("take a key out, and the column's entry with its last key", () => {
    const config = written(text);
    expect(setValue(config, ["columns", "age", "decimals"], undefined)).toEqual([
      { path: ["columns", "age", "decimals"] },
    ]);
    expect(setValue(config, ["columns", "zip", "role"], undefined)).toEqual([{ path: ["columns", "zip"] }]);
    expect(setValue(config, ["columns", "zip", "type"], undefined)).toEqual([]);
    expect(setValue(config, ["report", "gates", "columnShapes", "min"], undefined)).toEqual([
      { path: ["report", "gates"] },
    ]);
    expect(setValue(config, ["source", "path"], undefined)).toEqual([{ path: ["source", "path"] }]);
  });

  it("reset only columns the config lists", () => {
    const changes = resetColumns(written(text), ["age", "elsewhere"]);
    expect(changes).toEqual([{ path: ["columns", "age"] }]);
    expect(Object.keys(written(edited(changes))["columns"] as Config)).toEqual(["zip", "income"]);
  });

  it("give the target to another column", () => {
    const next = written(edited(setColumns(written(text), ["age"], "role", "target")));
    expect(next["columns"]).toEqual({
      age: { type: "numerical", decimals: 0, role: "target" },
      zip: { role: "drop" },
      income: { type: "categorical" },
    });
    expect(next["report"]).toMatchObject({ sensitive: ["race"] });
  });

  it("change the target where it is said", () => {
    const said = `{ "source": { "path": "a.csv" }, "report": { "target": "x" } }`;
    const to = written(edited(setColumns(written(said), ["y"], "role", "target"), said));
    expect(to["report"]).toEqual({ target: "y" });
    const off = written(edited(setColumns(written(said), ["x"], "role", "feature"), said));
    expect(off).toEqual({ source: { path: "a.csv" }, columns: { x: { role: "feature" } }, report: {} });
    const inferred = written(edited(setColumns(written(said), ["x"], "role", undefined), said));
    expect(inferred).toEqual({ source: { path: "a.csv" }, report: {} });
  });

  it("take a column off the sensitive list when it gets another role", () => {
    const next = written(edited(setColumns(written(text), ["race", "age"], "role", "feature")));
    expect(next["report"]).toEqual({ gates: { columnShapes: { min: 0.9 } } });
  });

  it("leave out options another model does not know, in one edit", () => {
    const changes = setModel(written(text), model("tvae"));
    const next = edited(changes);
    expect(written(next)["model"]).toEqual({ type: "tvae", epochs: 10 });
    expect(parseConfig(next, "a").diagnostics).toEqual([]);
    expect(setModel({ model: 5 }, model("circuit"))).toEqual([
      { path: ["model"], value: { type: "circuit" } },
    ]);
  });

  it("do not leave an empty list behind", () => {
    const next = edited(setList(written(text), ["report", "sensitive"], []));
    expect(written(next)["report"]).toEqual({ gates: { columnShapes: { min: 0.9 } } });
  });

  it("are at home with columns named like parts of JavaScript", () => {
    const config = written(`{ "source": { "path": "a.csv" } }`);
    for (const name of ["constructor", "toString", "", 'a\n"b"', "نص", "🐧"]) {
      const next = edited(setColumns(config, [name], "type", "text"), `{ "source": { "path": "a.csv" } }`);
      expect(parseConfig(next, "a").config?.columns[name]).toEqual({ type: "text" });
      expect(setColumns(config, [name], "type", undefined)).toEqual([]);
    }
  });
});
