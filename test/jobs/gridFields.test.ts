import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { textFields } from "../../src/jobs/grid/textFields.ts";

const fields = textFields("grid", "data");

test("takes texts that are not empty", () => {
  expect(fields.safeParse({ grid: "g", data: "/a.csv" })).toEqual({
    success: true,
    data: { grid: "g", data: "/a.csv" },
  });
});

test.each([
  [undefined, ["grid", "data"]],
  [null, ["grid", "data"]],
  ["text", ["grid", "data", "0", "1", "2", "3"]],
  [{ grid: "", data: "/a.csv" }, ["grid"]],
  [{ grid: 1, data: ["/a.csv"] }, ["grid", "data"]],
  [{ grid: "g", data: "/a.csv", rows: 3 }, ["rows"]],
  [JSON.parse('{"grid":"g","data":"/a.csv","__proto__":"x"}'), ["__proto__"]],
])("refuses %j and names its fields", (input, wrong) => {
  const checked = fields.safeParse(input);
  expect(checked.success || checked.error.issues.map(({ path }) => path[0])).toEqual(wrong);
});

test("a process reads no code of zod to show the first rows of a file", () => {
  const folder = "dist/parts";
  const [entry] = readdirSync(folder).filter((name) => /^openGrid-\w+\.cjs$/.test(name));
  const read = new Set([entry!]);
  for (const part of read) {
    const text = readFileSync(join(folder, part), "utf8");
    expect(text).not.toContain("ZodError");
    for (const [, next] of text.matchAll(/=require\("\.\/([^"]+)"\)/g)) read.add(next!);
  }
  expect(read.size).toBeGreaterThan(5);
});
