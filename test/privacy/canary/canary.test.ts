import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { beforeAll, describe, expect, it } from "vitest";
import type { ModelType } from "../../../src/config/modelOptions/model.ts";
import { modelTypes } from "../../../src/config/modelOptions/modelLabels.ts";
import { inThisProcess } from "../../cli/inThisProcess.ts";
import { type Finished, scratchFolder, start } from "../../cli/runCli.ts";
import { agesOf, canaryTable, leaksIn, leaksUnder } from "./canaries.ts";

const syndata = inThisProcess();
const folder = scratchFolder();
const put = (name: string, content: unknown): void =>
  writeFileSync(join(folder, name), typeof content === "string" ? content : JSON.stringify(content));
const isOwnData = (name: string): boolean => /^(people|half)\.csv$/.test(name) || name.startsWith("own/");
const told = ({ stdout, stderr }: Finished, where: string): string[] => leaksIn(stdout + stderr, where);

const epochs = new Set<ModelType>(["ctgan", "tvae", "copulaGan", "argn"]);

beforeAll(() => {
  mkdirSync(join(folder, "own"));
  put("people.csv", canaryTable());
  put("board.mvp.json", {
    version: 1,
    product: "Canaries",
    features: [],
    feedback: { tables: [{ id: "pilot", path: "people.csv", text: "note" }] },
  });
  const lines = canaryTable().trimEnd().split("\n");
  put("half.csv", `${lines.slice(0, 320).join("\n")}\n`);
});

it("the canaries would be found", () => {
  expect(leaksIn(canaryTable(), "the table")).toHaveLength(11);
  expect(leaksIn('{"max":987653.9,"last":3786825600000,"lo":431.265}', "json")).toHaveLength(3);
  // durations are not looked for in tables of a .csv
  expect(leaksUnder(folder, (name) => name === "half.csv")).toHaveLength(10);
});

describe("no value of one row is told", () => {
  it("by the config that init writes", async () => {
    const made = await syndata(["init", "people.csv"], folder);
    expect(made.code).toBe(0);
    expect(told(made, "init")).toEqual([]);
    expect(leaksUnder(folder, isOwnData)).toEqual([]);
  });

  it.each(modelTypes.filter((type) => type !== "auto"))(
    "by %s: model, run folder, table, report, events",
    async (type) => {
      const config = {
        version: 1,
        source: { path: "people.csv" },
        model: { type, ...(epochs.has(type) && { epochs: 2 }) },
        output: { path: `${type}.csv` },
        report: {
          enabled: type === "circuit" || type === "independent",
          holdout: 0.2,
          // that of the circuit has all of them
          ...(type === "independent" && { sections: ["fidelity", "privacy"] }),
        },
      };
      put(`${type}.synth.json`, config);
      const ran = await syndata(["run", `${type}.synth.json`, "--json"], folder);
      expect(ran.code).toBe(0);
      expect(told(ran, "its events")).toEqual([]);
      expect(leaksUnder(folder, isOwnData)).toEqual([]);
      expect(Math.max(...agesOf(readFileSync(join(folder, `${type}.csv`), "utf8")))).toBeLessThanOrEqual(79);
    },
  );

  it.each([
    ["sample", "circuit.synthmodel", "--rows", "5", "--where", "age=80..120"],
    ["sample", "circuit.synthmodel", "--rows", "50", "--out", "more.parquet"],
    ["score", "circuit.synthmodel", "half.csv", "--out", "scores.csv"],
    ["impute", "circuit.synthmodel", "half.csv", "--out", "own/full.csv"],
    [
      "report",
      "--real",
      "people.csv",
      "--synthetic",
      "half.csv",
      ...["--json", "r.json", "--html", "r.html", "--md", "r.md", "--summary", "s.html"],
    ],
    ["pii", "people.csv"],
    ["pii", "people.csv", "--json"],
    ["pii", "people.csv", "--markdown"],
    ["rules", "people.csv", "--json"],
    ["validate", "circuit.synth.json", "--json"],
    ["runs"],
    ["compare", "independent.synth.json", "--models", "independent", "--seeds", "1"],
  ])("by %s %s %s %s", async (...command) => {
    const answer = await syndata(command, folder);
    expect(answer.code).toBe(command.includes("--where") ? 2 : 0);
    expect(told(answer, command[0]!)).toEqual([]);
    expect(leaksUnder(folder, isOwnData)).toEqual([]);
  });

  it("by a notebook's outputs and its errors", async () => {
    const synth = (step: object) => ({ kind: "synth", value: [JSON.stringify(step)] });
    const sql = (text: string) => ({ kind: "sql", value: [text] });
    put("n.synthnb", {
      version: 1,
      cells: [
        synth({ source: { path: "people.csv" } }),
        synth({ model: { type: "independent" } }),
        synth({ output: { rows: 50 } }),
        sql("SELECT * FROM source WHERE age > 100"),
        sql("SELECT CAST(note AS INTEGER) FROM source WHERE age > 100"),
        sql("SELECT CAST(amount AS TINYINT) FROM source WHERE age > 100"),
        sql("SELECT error(email) FROM source WHERE age > 100"),
      ],
    });
    const ran = await syndata(
      ["notebook", "n.synthnb", "--out", "done.synthnb", "--keep-going", "--json"],
      folder,
    );
    expect(ran.stdout + ran.stderr).toContain("cannot be read as INT32");
    expect(told(ran, "the notebook")).toEqual([]);
    expect(leaksUnder(folder, isOwnData)).toEqual([]);
  });

  it("by the checkpoints of runs that were killed", async () => {
    const narrow = { embeddingDim: 16, generatorDim: [32], discriminatorDim: [32] };
    const models = [{ type: "ctgan", ...narrow }, { type: "argn" }];
    const killed = models.map(async ({ type, ...rest }) => {
      const config = {
        source: { path: "people.csv" },
        model: { type, epochs: 5000, ...rest },
        output: { path: `k-${type}.csv` },
      };
      put(`killed-${type}.synth.json`, config);
      const { child, finished } = start(["run", `killed-${type}.synth.json`, "--quiet"], folder);
      const runs = join(folder, ".syndata/runs");
      const checkpoint = (): string | undefined =>
        readdirSync(runs)
          .map((id) => join(runs, id, "checkpoint/state.json"))
          .find((path) => path.includes(`-killed-${type}-`) && existsSync(path));
      while (checkpoint() === undefined) await sleep(20);
      child.kill("SIGKILL");
      await finished;
      return checkpoint();
    });
    expect(await Promise.all(killed)).not.toContain(undefined);
    expect(leaksUnder(folder, isOwnData)).toEqual([]);
  });

  it("to an assistant", async () => {
    const client = new Client({ name: "test", version: "1" });
    await client.connect(
      new StdioClientTransport({
        command: process.execPath,
        args: [resolve("dist/cli.cjs"), "mcp", "--root", folder],
        cwd: folder,
      }),
    );
    const calls: [string, Record<string, unknown>][] = [
      ["profile_table", { data: "people.csv" }],
      ["find_personal_data", { data: "people.csv" }],
      ["find_rules", { data: "people.csv" }],
      ["create_config", { data: "people.csv", config: "assistant.synth.json" }],
      ["run_synthesis", { config: "independent.synth.json" }],
      ["get_run", {}],
      ["cancel_run", {}],
      ["get_report", { config: "independent.synth.json" }],
      ["get_mvp", { file: "board.mvp.json" }],
      ["edit_mvp", { file: "board.mvp.json", changes: [{ do: "addFeature", title: "Two" }] }],
      ["analyze_feedback", { file: "board.mvp.json" }],
    ];
    let job = {};
    for (const [name, input] of calls) {
      const answer = await client.callTool({
        name,
        arguments: { ...input, ...(name.endsWith("_run") && job) },
      });
      if (name === "run_synthesis") job = { job: (answer.structuredContent as { readonly job: string }).job };
      expect(leaksIn(JSON.stringify(answer), name)).toEqual([]);
      expect(answer.isError ?? false, JSON.stringify(answer).slice(0, 500)).toBe(false);
    }
    await client.close();
    expect(leaksUnder(folder, isOwnData)).toEqual([]);
  });
});
