import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const outside = mkdtempSync(join(tmpdir(), "syndata-outside-"));
const root = mkdtempSync(join(tmpdir(), "syndata-mcp-"));
const client = new Client({ name: "test", version: "1" });

beforeAll(async () => {
  copyFileSync("examples/penguins.csv", join(root, "penguins.csv"));
  copyFileSync("examples/penguins.csv", join(outside, "secret.csv"));
  mkdirSync(join(root, "sub"));
  symlinkSync(outside, join(root, "way-out"));
  symlinkSync(join(outside, "secret.csv"), join(root, "link.csv"));
  writeFileSync(
    join(root, "reaching.synth.json"),
    JSON.stringify({ source: { path: join(outside, "secret.csv") }, model: { type: "independent" } }),
  );
  writeFileSync(
    join(root, "writing.synth.json"),
    JSON.stringify({
      source: { path: "penguins.csv" },
      model: { type: "independent" },
      output: { path: "way-out/x.csv" },
    }),
  );
  for (const [folder, link, target] of [
    ["linked", ".syndata", outside],
    ["deep", ".syndata/runs", join(outside, "later")],
  ] as const) {
    mkdirSync(dirname(join(root, folder, link)), { recursive: true });
    symlinkSync(target, join(root, folder, link));
    copyFileSync("examples/penguins.csv", join(root, folder, "penguins.csv"));
    writeFileSync(
      join(root, folder, "p.synth.json"),
      JSON.stringify({ source: { path: "penguins.csv" }, model: { type: "independent" } }),
    );
  }
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: [resolve("dist/cli.cjs"), "mcp", "--root", root],
      cwd: root,
    }),
  );
});
afterAll(async () => {
  await client.close();
  for (const folder of [root, outside]) rmSync(folder, { recursive: true, force: true });
});

interface Answer {
  readonly text: string;
  readonly isError: boolean;
}

async function call(name: string, input: Record<string, unknown>, options = {}): Promise<Answer> {
  const result = await client.callTool({ name, arguments: input }, undefined, options);
  const [content] = result.content as { type: string; text: string }[];
  return { text: content?.text ?? "", isError: result.isError === true };
}

describe("the MCP server", () => {
  it("offers its tools with schemas and hints", async () => {
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual([
      "profile_table",
      "find_personal_data",
      "find_rules",
      "create_config",
      "run_synthesis",
      "get_run",
      "cancel_run",
      "get_report",
      "get_mvp",
      "edit_mvp",
      "analyze_feedback",
    ]);
    for (const tool of tools) {
      expect(tool.inputSchema).toMatchObject({ type: "object", additionalProperties: false });
      expect(tool.outputSchema).toMatchObject({ type: "object" });
      expect(tool.description!.length).toBeGreaterThan(60);
    }
    expect(tools.map(({ annotations }) => annotations?.readOnlyHint)).toEqual([
      true,
      true,
      true,
      false,
      false,
      true,
      false,
      true,
      true,
      false,
      true,
    ]);
    expect(client.getServerVersion()).toMatchObject({ name: "syndata" });
  });

  it("profiles a table without extremes, rare values or rows", async () => {
    const { text, isError } = await call("profile_table", { path: "penguins.csv" });
    expect(isError).toBe(false);
    expect(text).toContain("penguins.csv: 344 rows, 8 columns");
    expect(text).toMatch(/"species": categorical, 3 distinct.*"Adelie" 44\.2 %/);
    expect(text).toMatch(/"body_mass_g": numerical.*90 % between 3,?150 and 5,?650/);
    for (const extreme of ["6300", "6,300", "2700", "2,700", "59.6"]) expect(text).not.toContain(extreme);
  });

  it("goes the whole way: config, run with rising progress, report", async () => {
    const made = await call("create_config", {
      data: "penguins.csv",
      model: "independent",
      target: "species",
      rows: 120,
    });
    expect(made.text).toMatch(/^wrote penguins\.synth\.json/);
    expect(readFileSync(join(root, "penguins.synth.json"), "utf8")).toContain('"target": "species"');

    const again = await call("create_config", { path: "penguins.csv" });
    expect(again).toMatchObject({ isError: true });
    expect(again.text).toMatch(/^overwrite: penguins\.synth\.json exists already; give this to replace it/);

    const early = await call("get_report", { config: "penguins.synth.json" });
    expect(early.text).toContain("no finished run yet: use run_synthesis");

    const progress: number[] = [];
    const ran = await call(
      "run_synthesis",
      { config: "penguins.synth.json", seed: 7, waitSeconds: 300 },
      { onprogress: ({ progress: done }: { progress: number }) => progress.push(done), timeout: 110_000 },
    );
    expect(ran.isError, ran.text).toBe(false);
    expect(ran.text).toContain("data: synthetic/penguins.csv (120 rows)");
    expect(ran.text).toContain("## Synthetic data quality");
    expect(progress.length).toBeGreaterThan(3);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
    expect(existsSync(join(root, "synthetic/penguins.csv"))).toBe(true);

    const report = await call("get_report", { path: "penguins.synth.json" });
    expect(report.text).toMatch(/^\.syndata\/runs\/.*report\.json\n/);
    expect(report.text).toContain("| Measure | Value | Best reachable |");
  });

  it("finds rules and personal data, as text and as data, without a value of the table", async () => {
    const rows = Array.from({ length: 300 }, (_, i) => {
      const [net, tax] = [10 + ((i * 37) % 90), 1 + ((i * 11) % 9)];
      return `mail${i * 7919}@firm${i % 50}.example,${net},${tax},${net + tax}`;
    });
    writeFileSync(join(root, "orders.csv"), `email,net,tax,gross\n${rows.join("\n")}\n`);
    const rules = await client.callTool({ name: "find_rules", arguments: { data: "orders.csv" } });
    expect(rules.structuredContent).toMatchObject({
      data: "orders.csv",
      rules: expect.arrayContaining([expect.objectContaining({ entry: "gross = net + tax" })]),
    });
    const found = await client.callTool({ name: "find_personal_data", arguments: { data: "orders.csv" } });
    expect(found.structuredContent).toMatchObject({
      rows: 300,
      columns: 4,
      findings: [{ column: "email", type: "email", exposure: "direct" }],
    });
    for (const answer of [rules, found]) expect(JSON.stringify(answer)).not.toMatch(/mail\d+@|firm\d/);
  });

  it("answers a long run with a job that can be asked for and cancelled", async () => {
    writeFileSync(
      join(root, "long.synth.json"),
      JSON.stringify({
        source: { path: "penguins.csv" },
        model: { type: "ctgan", epochs: 5000 },
        output: { path: "long.csv" },
      }),
    );
    const started = await client.callTool({
      name: "run_synthesis",
      arguments: { config: "long.synth.json", waitSeconds: 0 },
    });
    const { job, state } = started.structuredContent as { job: string; state: string };
    expect(state).toBe("running");
    const asked = await client.callTool({ name: "get_run", arguments: { job, waitSeconds: 1 } });
    expect(asked.structuredContent).toMatchObject({ job, state: "running" });
    const stopped = await client.callTool({ name: "cancel_run", arguments: { job } });
    expect(stopped.structuredContent).toMatchObject({ job, state: "cancelled" });
    expect(existsSync(join(root, "long.csv"))).toBe(false);
  });

  it("serves configs and reports as resources, of the workspace only", async () => {
    const { resources } = await client.listResources();
    const uris = resources.map(({ uri }) => uri);
    expect(uris).toContain("syndata://config/penguins.synth.json");
    expect(uris).toContain("syndata://report/penguins.synth.json");
    expect(uris).toContain("syndata://config/linked/p.synth.json");
    const read = async (uri: string) => {
      const [content] = (await client.readResource({ uri })).contents;
      return (content as { text: string }).text;
    };
    expect(await read("syndata://config/penguins.synth.json")).toBe(
      readFileSync(join(root, "penguins.synth.json"), "utf8"),
    );
    expect(await read("syndata://report/penguins.synth.json")).toContain("## Synthetic data quality");
    for (const uri of ["syndata://config/../x.synth.json", "syndata://config/way-out%2Fsecret.csv"])
      await expect(read(uri)).rejects.toThrow();
  });

  it.each([
    ["profile_table", { path: "../secret.csv" }],
    ["profile_table", { path: "/etc/passwd" }],
    ["profile_table", { path: "link.csv" }],
    ["profile_table", { path: "way-out/secret.csv" }],
    ["profile_table", { path: "sub/../../x.csv" }],
    ["create_config", { path: "penguins.csv", config: "way-out/new.synth.json" }],
    ["create_config", { path: "penguins.csv", config: "../new.synth.json" }],
    ["run_synthesis", { config: "reaching.synth.json" }],
    ["run_synthesis", { config: "writing.synth.json" }],
    ["run_synthesis", { config: "linked/p.synth.json" }],
    ["run_synthesis", { config: "deep/p.synth.json" }],
    ["find_rules", { data: "way-out/secret.csv" }],
    ["find_personal_data", { data: "../secret.csv" }],
    ["get_report", { path: "way-out/report.json" }],
  ])("%s refuses %j: it lies outside", async (name, input) => {
    const answer = await call(name, input);
    expect(answer.isError).toBe(true);
    expect(answer.text).toContain("lies outside of the workspace");
    expect(existsSync(join(outside, "new.synth.json"))).toBe(false);
    expect(readdirSync(outside)).toEqual(["secret.csv"]);
  });

  it.each([
    ["profile_table", {}, /data is missing/],
    ["profile_table", { path: "penguins.csv", more: 1 }, /more|nrecognized/],
    ["profile_table", { data: "gone.csv" }, /there is no gone\.csv/],
    ["profile_table", { data: "penguin.csv" }, /there is no penguin\.csv: did you mean penguins\.csv\?/],
    ["find_rules", { data: "pengiuns.csv" }, /did you mean penguins\.csv\?/],
    ["run_synthesis", { config: "penguins.synt.json" }, /did you mean penguins\.synth\.json\?/],
    ["get_run", { job: "run-99" }, /there is no job run-99: /],
    ["profile_table", { data: "gone.csv", path: "gone.csv" }, /give it once/],
    ["create_config", { path: "penguins.csv", config: "x.json" }, /must end in \.synth\.json/],
    [
      "create_config",
      { path: "penguins.csv", target: "speciess", overwrite: true },
      /target speciess: .*did you mean "species"/,
    ],
    ["run_synthesis", { config: "penguins.synth.json", rows: 0 }, /rows/],
    [
      "run_synthesis",
      { config: "qqqqqqqq.synth.json" },
      /there is no qqqqqqqq\.synth\.json; make one with create_config/,
    ],
    ["get_report", { path: "penguins.csv" }, /is not a report/],
  ])("%s with %j says what is wrong", async (name, input, message) => {
    const answer = await call(name, input).catch((error: Error) => ({ text: error.message, isError: true }));
    expect(answer.isError).toBe(true);
    expect(answer.text).toMatch(message);
    expect(answer.text).not.toContain("    at ");
  });

  it("reads and edits a product file, all changes or none, and keeps inside the roots", async () => {
    const path = join(root, "p.mvp.json");
    const text = '{ "version": 1, "product": "P", // ours\n  "features": [{ "id": "a", "title": "A" }] }\n';
    writeFileSync(path, text);
    const changes = [
      { do: "addFeature", title: "Swap a shift", moscow: "must" },
      { do: "set", feature: "swap-a-shift", values: { reach: 40, impact: 2, confidence: 80, effort: 1 } },
    ];
    const dry = await call("edit_mvp", { file: "p.mvp.json", changes, dryRun: true });
    expect(dry.text).toContain('"id": "swap-a-shift"');
    expect(readFileSync(path, "utf8")).toBe(text);
    const wrong = await call("edit_mvp", {
      file: "p.mvp.json",
      changes: [...changes, { do: "set", feature: "a", values: { impact: 4 } }],
    });
    expect(wrong.text).toContain("changes.2 would break p.mvp.json; nothing was written");
    expect(readFileSync(path, "utf8")).toBe(text);
    await call("edit_mvp", { file: "p.mvp.json", changes });
    expect(readFileSync(path, "utf8")).toContain("// ours");
    const board = await call("get_mvp", { file: "p.mvp.json", feature: "a" });
    expect(board.text).toContain("| 1 | Swap a shift (`swap-a-shift`) | idea | 64 | 1 |");
    expect((await call("get_mvp", { file: "way-out/x.mvp.json" })).text).toMatch(/lies outside/);
  });

  it("stops a run when the call is cancelled, and goes on serving", async () => {
    writeFileSync(
      join(root, "slow.synth.json"),
      JSON.stringify({
        source: { path: "penguins.csv" },
        model: { type: "ctgan", epochs: 5000 },
        output: { path: "slow.csv" },
      }),
    );
    const stop = new AbortController();
    const call = client.callTool(
      { name: "run_synthesis", arguments: { config: "slow.synth.json" } },
      undefined,
      {
        signal: stop.signal,
        onprogress: ({ message }) => {
          if (message?.startsWith("train:")) stop.abort();
        },
      },
    );
    await expect(call).rejects.toThrow();
    expect((await client.listTools()).tools).toHaveLength(11);
    expect(existsSync(join(root, "slow.csv"))).toBe(false);
  });
});
