import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { examples, scratchFolder, start } from "./runCli.ts";

const folder = scratchFolder();

/** Where a library that reports on its users keeps their id is below one of these. */
const homes = ["HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "LOCALAPPDATA", "APPDATA"];

it("a training with onnxruntime leaves nothing in the user's home, where its telemetry keeps an id of the device", async () => {
  const home = join(folder, "home");
  mkdirSync(home);
  const config = {
    source: { path: join(examples, "penguins.csv") },
    model: { type: "ctgan", epochs: 3 },
    output: { path: "out.csv" },
    report: { enabled: false },
  };
  writeFileSync(join(folder, "p.synth.json"), JSON.stringify(config));
  // telemetry is off by itself where these say that tests run
  const env = Object.fromEntries(
    ["CI", "GITHUB_ACTIONS", "TF_BUILD", "ORT_DISABLE_TELEMETRY"].map((name) => [name, undefined]),
  );
  const { finished } = start(["run", "p.synth.json", "--quiet"], folder, {
    ...env,
    ...Object.fromEntries(homes.map((name) => [name, home])),
  });
  expect((await finished).code).toBe(0);
  expect(readdirSync(home, { recursive: true })).toEqual([]);
});

it("only one module loads onnxruntime, after it has switched telemetry off", () => {
  const sources = readdirSync("src", { recursive: true, encoding: "utf8" }).filter((path) =>
    path.endsWith(".ts"),
  );
  const loading = sources.filter((path) =>
    readFileSync(join("src", path), "utf8").includes('"onnxruntime-node"'),
  );
  expect(loading).toEqual([join("engine", "onnxRuntime.ts")]);
});
