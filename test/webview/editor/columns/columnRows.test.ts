import { describe, expect, it } from "vitest";
import { parseConfig } from "../../../../src/config/parseConfig.ts";
import { readDocument } from "../../../../src/editor/documentState.ts";
import { sourceColumn } from "../../../../src/editor/sourceColumns.ts";
import type { ConfigDocument, SourceState } from "../../../../src/protocol/editor.ts";
import { arrangeRows, asInFile } from "../../../../webview/editor/columns/arrangeRows.ts";
import { columnRows } from "../../../../webview/editor/columns/columnRows.ts";
import { ProblemPlaces } from "../../../../webview/editor/problemPlaces.ts";
import { column, table } from "../../../config/profiles.ts";

const profile = table(
  [
    column("age", "numerical", { cardinality: 70, missing: 5 }),
    column("Zürich", "categorical", { cardinality: 3, missing: 50 }),
    column("constructor", "categorical", { cardinality: 2 }),
    column("id10", "id", { cardinality: 100 }),
    column("id9", "id", { cardinality: 100 }),
  ],
  100,
);
const source: SourceState = {
  kind: "ready",
  path: "/a.csv",
  bytes: 10,
  rows: profile.rows,
  columns: profile.columns.map((column) => sourceColumn(column)),
  warnings: [],
};
const text = `{ "source": { "path": "a.csv" },
  "columns": { "Zürich": { "type": "numerical" }, "agee": { "role": "drop" }, "constructor": {} } }`;
const document = (written: string) =>
  readDocument({ text: written, version: 1, path: null, file: "a.synth.json", readonly: false }, profile)
    .state as ConfigDocument;
const rows = columnRows(document(text), source);

describe("rows of the columns table", () => {
  it("are the file's columns, then those only the config names", () => {
    expect(rows.map(({ name }) => name)).toEqual(["age", "Zürich", "constructor", "id10", "id9", "agee"]);
    expect(rows.at(-1)).toMatchObject({ source: undefined, effective: undefined, listed: true });
    expect(rows[0]).toMatchObject({
      listed: false,
      explicit: {},
      effective: { type: "numerical", role: "feature" },
    });
    expect(rows[2]).toMatchObject({ listed: true, explicit: {} });
  });

  it("carry their problems", () => {
    expect(rows.map(({ problems }) => problems.map(({ code }) => code))).toEqual([
      [],
      ["wrong-column-type"],
      [],
      [],
      [],
      ["unknown-column"],
    ]);
  });

  it("live without a profile", () => {
    const alone = columnRows(document(text), { kind: "missing", path: "/a.csv" });
    expect(alone.map(({ name }) => name)).toEqual(["Zürich", "agee", "constructor"]);
  });

  it("stand whatever was typed", () => {
    for (const columns of ["5", "[]", "null", '{ "age": 3 }', '{ "age": { "type": 7, "role": [] } }'])
      expect(columnRows(document(`{ "columns": ${columns} }`), source)[0]?.name).toBe("age");
  });

  const shown = (change: Partial<typeof asInFile>) =>
    arrangeRows(rows, { ...asInFile, ...change }).map(({ name }) => name);

  it("are found by part of the name without accents or case, by type and by role", () => {
    expect(shown({ search: "ZUR" })).toEqual(["Zürich"]);
    expect(shown({ search: "id" })).toEqual(["id10", "id9"]);
    expect(shown({ search: "numerical" })).toEqual(["age", "Zürich"]);
    expect(shown({ search: "nothing" })).toEqual([]);
  });

  it("are filtered", () => {
    expect(shown({ filter: "changed" })).toEqual(["Zürich", "constructor", "agee"]);
    expect(shown({ filter: "problems" })).toEqual(["Zürich", "agee"]);
  });

  it("are sorted, the worst or largest first, ties as in the file", () => {
    expect(shown({ sort: "name" })).toEqual(["age", "agee", "constructor", "id9", "id10", "Zürich"]);
    expect(shown({ sort: "missing" })).toEqual(["Zürich", "age", "constructor", "id10", "id9", "agee"]);
    expect(shown({ sort: "cardinality" })[0]).toBe("id10");
    expect(shown({ sort: "problems" }).slice(0, 2)).toEqual(["Zürich", "agee"]);
    expect(shown({ sort: "file", descending: true })[0]).toBe("agee");
    expect(rows[0]?.name).toBe("age");
  });
});

describe("problems at their place", () => {
  const written = `{ "source": { "path": "a.csv", "color": 1 }, "extra": 1,
    "model": { "type": "ctgan", "pac": 0 }, "report": { "target": "agee", "gates": { "columnShapes": {} } } }`;
  const places = new ProblemPlaces(document(written).problems);

  it("are found exactly there and below", () => {
    expect(places.at(["model", "pac"])).toHaveLength(1);
    expect(places.at(["model"])).toHaveLength(0);
    expect(places.within(["report", "gates"])).toHaveLength(1);
    expect(places.count("error")).toBe(places.all.length);
  });

  it("none goes unseen: what no control shows is left over", () => {
    const left = places.unclaimed().map(({ path }) => path.join("."));
    expect(left).toContain("extra");
    expect(left).toContain("source.color");
    expect(left).not.toContain("model.pac");
  });

  it("keep the number of the document's list", () => {
    const parsed = parseConfig(written, "a.synth.json");
    for (const { number, message } of places.all) expect(parsed.diagnostics[number]?.message).toBe(message);
  });
});
