import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Probe } from "./probe.ts";

/** What `npm test` tries too, as lines of the table: files of tests, and a pattern of their names. */
const topics: readonly {
  readonly what: string;
  readonly files: readonly string[];
  readonly name?: string;
}[] = [
  {
    what: "canaries (rare category, pair, number, date, age, text, id, e-mail, phone) in models, run folders, logs, reports, configs, notebooks, the service's and an assistant's answers",
    files: ["test/privacy/canary/"],
  },
  {
    what: "report.html with hostile names and values in a browser: no dialog, no request, no injected element",
    files: ["test/webview/report/page.test.ts"],
    name: "executes nothing",
  },
  {
    what: "SQL of a notebook that reads, writes, attaches, installs, logs or changes settings",
    files: ["test/notebook/sqlGuard.test.ts", "test/notebook/runNotebook.test.ts"],
  },
  {
    what: "paths given by an assistant or a notebook: `..`, absolute, links, zero bytes, long names",
    files: ["test/tools/confine.test.ts", "test/tools/mcpServer.test.ts"],
  },
  {
    what: "children that crash, hang or are ended, readers that go away, outputs that cannot be written",
    files: ["test/cli/brokenChild.test.ts", "test/cli/terminal.test.ts", "test/cli/failures.test.ts"],
  },
];

export const standingTests: readonly Probe[] = topics.map(({ what, files, name }) => ({
  what: `tests: ${what}`,
  async attempt(folder) {
    const out = join(folder, "tests.json");
    const filter = name === undefined ? [] : ["-t", name];
    const child = spawn(
      "npx",
      ["vitest", "run", ...files, ...filter, "--reporter=json", `--outputFile=${out}`],
      {
        stdio: "ignore",
        env: { ...process.env, SYNDATA_SKIP_BUILD: "1" },
      },
    );
    await once(child, "exit");
    const result = JSON.parse(readFileSync(out, "utf8")) as {
      readonly numPassedTests: number;
      readonly testResults: readonly {
        readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
      }[];
    };
    const tests = result.testResults.flatMap(({ assertionResults }) => assertionResults);
    const failed = tests.filter(({ status }) => status === "failed").map(({ fullName }) => fullName);
    const n = result.numPassedTests + failed.length;
    return { n, faults: n === 0 ? ["no test ran"] : failed };
  },
}));
