import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";

const add = (parameters: string) => `export function add(${parameters}): number {\n  return a + b;\n}\n`;
const long = (lines: number) =>
  `export function sum(a: number): number {\n  let b = a;\n${"  b += a;\n".repeat(lines - 4)}  return b;\n}\n`;
/** Files of `src`, and the rules that the project's lint must say they break. */
const planted: readonly (readonly [name: string, text: string, rules: readonly string[]])[] = [
  ["capitals", "export const MAX_ROWS = 5;\n", ["useNamingConvention"]],
  ["capital", "export const LEAF = 5;\n", ["useNamingConvention"]],
  ["camelCase", "export const maxRows = 5;\n", []],
  ["fiveParameters", add("a: number, b: number, _c: number, _d: number, _e: number"), ["useMaxParams"]],
  ["fourParameters", add("a: number, b: number, _c: number, _d: number"), []],
  ["81Lines", long(81), ["noExcessiveLinesPerFunction"]],
  ["80Lines", long(80), []],
];

let project: string;
let found: readonly (readonly [name: string, rule: string])[];

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), "syndata-lint-"));
  const rules = JSON.parse(readFileSync("biome.json", "utf8"));
  writeFileSync(join(project, "biome.json"), JSON.stringify({ ...rules, $schema: undefined, vcs: {} }));
  mkdirSync(join(project, "src"));
  for (const [name, text] of planted) writeFileSync(join(project, `src/${name}.ts`), text);
  const biome = resolve("node_modules/@biomejs/biome/bin/biome");
  const { stdout, stderr } = spawnSync(process.execPath, [biome, "lint", "--error-on-warnings", "src"], {
    cwd: project,
    encoding: "utf8",
  });
  found = Array.from(
    `${stdout}${stderr}`.matchAll(/^src\/(\w+)\.ts:\S* lint\/\w+\/(\w+)/gm),
    (match) => [match[1]!, match[2]!] as const,
  );
});

afterAll(() => rmSync(project, { recursive: true, force: true }));

it.each(planted)("says of %s what it breaks", (name, _text, rules) => {
  expect(found.filter(([file]) => file === name).map(([, rule]) => rule)).toEqual(rules);
});
