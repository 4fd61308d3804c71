import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkConfig, checkText } from "../../../src/extension/language/checkConfig.ts";
import type { CheckedRules } from "../../../src/jobs/checkRules.ts";
import type { Diagnostic } from "../../../src/protocol/run.ts";
import { profileTable } from "../../../src/table/profile/profileTable.ts";
import { readTable } from "../../../src/table/read/read.ts";
import { startInProcess } from "../../../src/worker/inProcess.ts";

let folder: string;
let path: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "check-"));
  path = join(folder, "t.synth.json");
  const rows = Array.from({ length: 600 }, (_, i) => `${i},${"xyz"[i % 3]}`);
  writeFileSync(join(folder, "t.csv"), `age,city\n${rows.join("\n")}\n`);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const checkRules = (data: string, text: string): Promise<CheckedRules> =>
  startInProcess("checkRules", { data, config: text }).result;
const profiles = { get: async (file: string) => profileTable(await readTable(file)), checkRules };
const config = (columns: string, source = "t.csv") =>
  `{ "source": { "path": "${source}" }, "columns": { ${columns} }, "model": { "type": "independent" } }`;

describe("checkConfig", () => {
  it("gives the findings of the command line's validator, with fixes", async () => {
    const { diagnostics, profile } = await checkConfig(
      config('"agee": {}, "city": { "type": "numerical" }'),
      path,
      profiles,
    );
    expect(profile?.rows).toBe(600);
    expect(diagnostics.map(({ code, fix }) => [code, fix?.newText])).toEqual([
      ["unknown-column", '"age"'],
      ["wrong-column-type", '"categorical"'],
    ]);
  });

  it("does not read data while the config itself is wrong", async () => {
    const reading = { get: () => Promise.reject(new Error("read")), checkRules };
    const broken = await checkConfig("{", path, reading);
    expect(broken.diagnostics[0]?.severity).toBe("error");
    const missing = await checkConfig(config("", "gone.csv"), path, reading);
    expect(missing.diagnostics.map(({ code }) => code)).toEqual(["missing-file"]);
  });

  it("shows at source.path why a table cannot be read", async () => {
    const failing = {
      checkRules,
      get: () =>
        Promise.reject(new Error(`DataError: ${join(folder, "t.csv")}:3: a quote is not closed\n  at x`)),
    };
    const text = config("");
    const { diagnostics } = await checkConfig(text, path, failing);
    expect(diagnostics).toMatchObject([
      { code: "unreadable-data", message: "t.csv:3: a quote is not closed" },
    ]);
    const { offset, length } = diagnostics[0]!;
    expect(text.slice(offset, offset + length)).toBe('"t.csv"');
  });

  it("says of a rule in how many rows the data break it, with a fix at its text", async () => {
    const rules = (...entries: string[]) =>
      `{ "source": { "path": "t.csv" }, "columns": { "age": { "type": "numerical" } }, "rules": [${entries.join(", ")}] }`;
    const text = rules('"age <= 589"', '"age >= 0"', '{ "rule": "age < 599", "repair": true }');
    const { diagnostics } = await checkConfig(text, path, profiles);
    expect(diagnostics.map(({ severity, code, message }) => [severity, code, message])).toEqual([
      [
        "error",
        "rule-broken",
        'breaks in 10 of 600 rows (rows 591, 592, 593, 594, 595 and 5 more); correct the rule or the data, or add "repair": true to learn from them and keep the rule in the output',
      ],
      [
        "warning",
        "rule-broken",
        "breaks in 1 of 600 rows (row 600); the model learns from them as they are, and the output keeps the rule",
      ],
    ]);
    const [{ offset, length, fix }] = diagnostics as [Diagnostic];
    const fixed = text.slice(0, offset) + fix!.newText + text.slice(offset + length);
    expect(JSON.parse(fixed)).toMatchObject({
      rules: [{ rule: "age <= 589", repair: true }, "age >= 0", {}],
    });
  });

  it("looks at no file it must not look at", async () => {
    const nothing = { get: () => Promise.reject(new Error("read")), checkRules };
    const text = config('"agee": {}', "//server/share/x.csv");
    expect((await checkConfig(text, path, nothing, () => false)).diagnostics).toEqual([]);
    expect(checkText(text, path, () => false).diagnostics).toEqual([]);
  });

  it("passes on how the source is read", async () => {
    const asked: unknown[] = [];
    const spy = {
      checkRules,
      get: async (file: string, options: unknown) => {
        asked.push(options);
        return profiles.get(file);
      },
    };
    await checkConfig('{ "source": { "path": "t.csv", "delimiter": ",", "missing": ["NA"] } }', path, spy);
    expect(asked).toEqual([{ delimiter: ",", missing: ["NA"] }]);
  });
});
