import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { cells, readText, writeBack } from "./files.ts";

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
