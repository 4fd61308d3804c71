import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { cells, dataError, readText, writeBack } from "./files.ts";

const lines = '{"a":1,"b":"x"}\n{"a":2.5,"b":null}\n{"b":"2024"}\n';

it("reads missing keys and nulls as missing, numbers as numbers", async () => {
  const loaded = await readText(lines, {}, "a.ndjson");
  expect(cells(loaded, 0)).toEqual(["1", "2.5", null]);
  expect(cells(loaded, 1)).toEqual(["x", null, "2024"]);
  expect(loaded.formats.map((f) => f.physical)).toEqual(["decimal", "text"]);
});

it("goes by content where the extension misleads, and writes the kind it read", async () => {
  expect((await readText('[{"a":1},{"a":2}]', {}, "a.ndjson")).format.type).toBe("json");
  expect((await readText(lines, {}, "a.json")).format.type).toBe("ndjson");
});

it("reads gzip and a byte-order mark", async () => {
  expect((await readText(gzipSync(lines), {}, "a.ndjson.gz")).table.rows).toBe(3);
  expect((await readText(`\ufeff${lines}`, {}, "a.ndjson")).table.rows).toBe(3);
});

it("reads hundreds of keys, each in few rows", async () => {
  const rows = Array.from({ length: 300 }, (_, i) => `{"k${i}":${i}}`);
  const loaded = await readText(`${rows.join("\n")}\n`, {}, "a.ndjson");
  expect(loaded.table.columns.length).toBe(300);
  expect(loaded.table.rows).toBe(300);
});

it("reads mixed numbers and text as text, with a warning", async () => {
  const loaded = await readText('{"a":1}\n{"a":"x"}\n', {}, "a.ndjson");
  expect(cells(loaded, 0)).toEqual(["1", "x"]);
  expect(loaded.warnings.join()).toContain("mixed");
});

it("keeps whole numbers beyond 2^53 and dates as they are written", async () => {
  const text = '{"n":9007199254740993,"day":"2024-01-02"}\n{"n":1,"day":"2023-12-31"}\n';
  const loaded = await readText(text, {}, "a.ndjson");
  expect(cells(loaded, 0)).toEqual(["9007199254740993", "1"]);
  expect(loaded.table.columns[1]!.kind).toBe("datetime");
  expect((await writeBack(loaded, "b.ndjson")).toString()).toBe(text);
});

it.each([
  ["an empty key", '[{"a":1,"":"x"},{"a":2,"":"y"}]', "a column has no name"],
  ["an empty key beside the name it would get", '{"C1":1,"":"x"}\n{"C1":2,"":"y"}\n', "one has no name"],
  ["keys that differ in case only", '[{"a":1,"A":"x"},{"a":2,"A":"y"}]', 'columns "A" and "a" differ'],
  ["the name that the second would get", '[{"a":1,"A":"x","A_1":3}]', 'columns "A" and "a" differ'],
  ["such keys in different rows", '{"É_1":1,"x":2}\n{"x":1,"X":2}\n', 'columns "X" and "x" differ'],
])(
  "%s: refused, since the reader would give the values of no column or of another",
  async (_, text, says) => {
    const error = await dataError(readText(text, {}, text.startsWith("[") ? "a.json" : "a.ndjson"));
    expect(error.message).toContain(says);
  },
);

it("keeps keys that only look like those the reader would give", async () => {
  const loaded = await readText('{"C1":1,"a_1":"x","a":"y"}\n{"C1":2,"a_1":"z","a":"y"}\n', {}, "a.ndjson");
  expect(loaded.table.columns.map(({ name }) => name)).toEqual(["C1", "a_1", "a"]);
  expect(cells(loaded, 1)).toEqual(["x", "z"]);
});
