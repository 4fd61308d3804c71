import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { commandNames } from "../../../src/cli/commandTable.ts";
import { toolNames } from "../../../src/tools/toolNames.ts";
import { inThisProcess } from "../../cli/inThisProcess.ts";
import { scratchFolder } from "../../cli/runCli.ts";
import { canaryTable, leaksIn, leaksUnder } from "./canaries.ts";

const syndata = inThisProcess();
const folder = scratchFolder();
const put = (name: string, content: unknown): void =>
  writeFileSync(join(folder, name), typeof content === "string" ? content : JSON.stringify(content));
const isOwnData = (name: string): boolean => name === "people.csv";

const guaranteed = {
  source: { path: "people.csv" },
  columns: {
    plan: { values: ["basic", "plus", "pro"], missing: "never" },
    age: { min: 18, max: 80, bins: 10, missing: "never" },
    ...Object.fromEntries(
      ["id", "email", "phone", "note", "amount", "joined", "delta", "gap", "seen", "took", "price"].map(
        (name) => [name, { role: "drop" }],
      ),
    ),
  },
  privacy: { epsilon: 1, delta: 1e-6, budget: 2 },
  output: { path: "private.csv" },
  report: { enabled: false },
};
const product = {
  version: 1,
  product: "Canaries",
  phases: [{ id: "alpha", title: "Alpha" }],
  features: [{ id: "one", title: "One", moscow: "must", phase: "alpha" }],
  feedback: {
    tables: [{ id: "pilot", path: "people.csv", text: "note", person: "email", segment: "plan" }],
    themes: [{ id: "secrets", words: ["secret"] }],
  },
};

beforeAll(() => {
  put("people.csv", canaryTable());
  put("private.synth.json", guaranteed);
  put("board.mvp.json", product);
});

const commands = [
  ["budget", "private.synth.json", "--json"],
  ["run", "private.synth.json", "--json"],
  ["budget", "private.synth.json"],
  ["runs", "list"],
  ["runs", "show"],
  ["runs", "show", "--json"],
  ["explain"],
  ["explain", "detectionBoosting"],
  ["mvp", "check"],
  ["mvp", "show"],
  ["mvp", "feedback"],
  ["mvp", "feedback", "--json"],
  ["mvp", "forecast"],
  ["mvp", "export", "--html", "board.html", "--markdown", "board.md"],
  ["schema"],
  ["completion", "bash"],
  ["forget", "people.csv"],
  ["forget", "people.csv", "--yes"],
] as const;

it.each(commands.map((command) => [command.join(" "), command] as const))(
  "%s tells no value of one row, and leaves none",
  async (_, command) => {
    const { code, stdout, stderr } = await syndata(command, folder);
    expect([0, ...(mayRefuse.get(command.slice(0, 2).join(" ")) ?? [])], stderr).toContain(code);
    expect(leaksIn(stdout + stderr, command.join(" "))).toEqual([]);
    expect(leaksUnder(folder, isOwnData)).toEqual([]);
  },
);

/** Exit codes of commands that have nothing to do, or only list what they would do. */
const mayRefuse = new Map<string, readonly number[]>([
  ["mvp forecast", [2]],
  ["forget people.csv", [2]],
]);

/**
 * Where the others are walked: a file, and what in it does. `work` does the jobs of a server with the same code in the same folder;
 * `keys` needs no table; what `profile` prints is for who has the table, and it writes nothing.
 */
const elsewhere: Readonly<Record<string, readonly [file: string, by: string] | null>> = {
  ...Object.fromEntries(
    [
      "init",
      "validate",
      "sample",
      "report",
      "compare",
      "impute",
      "score",
      "rules",
      "pii",
      "notebook",
      "mcp",
    ].map((name) => [name, ["canary.test.ts", `"${name}"`]]),
  ),
  serve: ["service.test.ts", "startTestServer"],
  remote: ["service.test.ts", '"remote"'],
  work: null,
  keys: null,
  profile: null,
};

it("no command and no tool of an assistant is left out", () => {
  const walked = new Set<string>(commands.map(([name]) => name));
  expect([...new Set([...walked, ...Object.keys(elsewhere)])].sort()).toEqual([...commandNames].sort());
  const textOf = (file: string): string => readFileSync(new URL(file, import.meta.url), "utf8");
  for (const [name, place] of Object.entries(elsewhere))
    if (place !== null) expect(textOf(place[0]).includes(place[1]), name).toBe(true);
  for (const name of toolNames) expect(textOf("canary.test.ts").includes(`"${name}"`), name).toBe(true);
});
