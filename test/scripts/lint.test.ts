import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";

let project: string;

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), "syndata-lint-"));
  const rules = JSON.parse(readFileSync("biome.json", "utf8"));
  writeFileSync(join(project, "biome.json"), JSON.stringify({ ...rules, $schema: undefined, vcs: {} }));
  mkdirSync(join(project, "src"));
});

afterAll(() => rmSync(project, { recursive: true, force: true }));

/** Returns the rules that the project's lint says `text` breaks, were it a file of `src`. */
function brokenRules(text: string): string[] {
  writeFileSync(join(project, "src/planted.ts"), text);
  const biome = resolve("node_modules/@biomejs/biome/bin/biome");
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [biome, "lint", "--error-on-warnings", "src/planted.ts"],
    { cwd: project, encoding: "utf8" },
  );
  return Array.from(`${stdout}${stderr}`.matchAll(/lint\/\w+\/(\w+)/g), (match) => match[1]!);
}

it("reports a constant in capitals", () => {
  expect(brokenRules("export const MAX_ROWS = 5;\n")).toEqual(["useNamingConvention"]);
  expect(brokenRules("export const LEAF = 5;\n")).toEqual(["useNamingConvention"]);
  expect(brokenRules("export const maxRows = 5;\n")).toEqual([]);
});
