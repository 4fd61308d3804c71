import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseConfig } from "../../../src/config/parseConfig.ts";
import { initJob } from "../../../src/jobs/init.ts";
import { configToNotebook } from "../../../src/notebook/convert.ts";
import { outputColumns, outputFormat } from "../../../src/pipeline/outputFormat.ts";
import type { DomainStore } from "../../../src/pipeline/privacy/domainStore.ts";
import { preprocessPrivate } from "../../../src/pipeline/privacy/preprocessPrivate.ts";
import { preprocess } from "../../../src/pipeline/stages/preprocess.ts";
import { type Plan, validate } from "../../../src/pipeline/stages/validate.ts";
import {
  csvOf,
  declared,
  failureOf,
  header,
  nothingBought,
  privateFolder,
  runPrivately,
  visits,
} from "./privateFolder.ts";

const rows = visits(60);
const plain = csvOf(rows);

/** All that a model and an output file are made of, but for the noise: nothing else of a run leaves the house. */
async function released(csv: string, { bought = nothingBought, ...parts }: ReleasedFrom = {}) {
  const { config } = await privateFolder(csv, parts);
  const name = "visits.csv";
  const plan: Plan = await validate(config, {});
  const data = await preprocessPrivate(plan, plan.config.privacy!, bought);
  const { tokens, table } = data.private!;
  return {
    tokens,
    table,
    restore: data.prepared.restore,
    data: data.prepared.data,
    warnings: data.prepared.warnings,
    format: outputFormat({ ...plan, configPath: name, sourcePath: name, outputPath: "out.csv" }),
    columns: outputColumns(data),
  };
}

interface ReleasedFrom {
  readonly bought?: DomainStore;
  readonly [part: string]: unknown;
}

/** What noisy counts gave, whatever the file: the walk asks what passes beside it. */
const alreadyBought: DomainStore = {
  ...nothingBought,
  kept: () =>
    Promise.resolve({
      columns: [
        { kind: "values", name: "ward", values: ["east", "north"], output: "string", size: 3, missing: true },
        {
          kind: "bins",
          name: "age",
          sdtype: "numerical",
          min: 16,
          max: 63,
          edges: [15.5, 31.5, 63.5],
          decimals: 0,
          dateFormat: null,
          size: 3,
          missing: true,
        },
      ],
      leftOut: ["visit", "person", "day", "cost"].map((name) => ({ name, reason: "of the noise" })),
    }),
};

/** A config that `syndata init` wrote from this file, asking for a bought domain. */
async function initedParts(csv: string): Promise<Record<string, unknown>> {
  const { path } = await privateFolder(csv);
  const table = join(path, "visits.csv");
  const { text } = await initJob.run(
    { data: table, config: join(path, "new.synth.json"), overwrite: false },
    {
      signal: new AbortController().signal,
      emit: () => undefined,
      runConfig: () => Promise.reject(new Error("no run")),
    },
  );
  const { value } = parseConfig(text, "new.synth.json");
  const { source, output, ...parts } = value as Record<string, unknown>;
  return { ...parts, report: { enabled: false }, privacy: { epsilon: 2, domain: "private" } };
}

function changed(column: string, change: (cell: string, row: number) => string): string {
  const at = header.indexOf(column);
  return csvOf(rows.map((cells, i) => cells.map((cell, j) => (j === at ? change(cell, i) : cell))));
}

/** One way on which the data could pass by the noise, as a file that differs in it alone. */
const paths: Readonly<Record<string, readonly [string, string]>> = {
  "observed bounds": [
    changed("age", (age, i) => (i === 7 ? "101" : age)),
    changed("age", (age, i) => (i === 7 ? "7000" : age)),
  ],
  "observed bounds of dates": [
    changed("day", (day, i) => (i === 3 ? "2025-01-01" : day)),
    changed("day", (day, i) => (i === 3 ? "2199-12-31" : day)),
  ],
  "kept categories": [
    changed("ward", (ward, i) => (i === 5 ? "isolation" : ward)),
    changed("ward", (ward, i) => (i === 5 ? "morgue" : ward)),
  ],
  "how numbers are written": [plain, changed("cost", (cost) => `${cost}000`)],
  "one number that is written otherwise": [
    plain,
    changed("cost", (cost, i) => (i === 9 ? `${cost}00` : cost)),
  ],
  decimals: [
    changed("cost", (cost, i) => (i === 2 ? "120.1" : cost)),
    changed("cost", (cost, i) => (i === 2 ? "120.123456" : cost)),
  ],
  "text among numbers, which makes the column text": [
    changed("age", (age, i) => (i === 4 ? "" : age)),
    changed("age", (age, i) => (i === 4 ? "unknown" : age)),
  ],
  "missing tokens": [
    changed("age", (age, i) => (i < 9 ? "" : age)),
    changed("age", (age, i) => (i < 9 ? "NA" : age)),
  ],
  "id patterns": [plain, changed("visit", (id) => id.replace("V-", "patient-"))],
  "ids that are numbers in order": [plain, changed("visit", (_, i) => String(i))],
  "personal types": [plain, changed("person", (_, i) => `anna.berg${i}@example.org`)],
  "rules that hold": [plain, changed("person", (_, i) => rows[i]![2]!)],
  "a constant column": [plain, changed("person", () => "x")],
  "line ends": [plain, plain.replaceAll("\n", "\r\n")],
  "a byte-order mark": [plain, `\u{feff}${plain}`],
  quotes: [plain, csvOf(rows.map((cells) => cells.map((cell) => `"${cell}"`)))],
};

describe("ways on which a private run could leak", () => {
  for (const [name, [one, other]] of Object.entries(paths))
    it(`closes: ${name}`, async () => {
      expect(await released(other)).toEqual(await released(one));
    });

  for (const [name, [one, other]] of Object.entries(paths))
    it(`closes where the domain is bought and each config was written from its file: ${name}`, async () => {
      const of = async (csv: string) => {
        const parts = { ...(await initedParts(csv)), bought: alreadyBought };
        const { warnings, tokens, ...rest } = await released(csv, parts);
        expect(warnings.join("\n")).toMatch(/not used, as it may come from the data: type of/);
        return rest;
      };
      expect(await of(other)).toEqual(await of(one));
    });

  it("pays for a bought domain before it draws noise, and keeps it before it is used", async () => {
    const { config } = await privateFolder(plain, {
      columns: {},
      privacy: { epsilon: 20, domain: "private" },
    });
    const steps: string[] = [];
    const plan = await validate(config, {});
    const data = await preprocessPrivate(plan, plan.config.privacy!, {
      kept: async () => undefined,
      pay: async ({ rho }, tables) => {
        steps.push(`paid ${(rho / (rho + tables)).toFixed(1)}`);
      },
      keep: async ({ columns }) => {
        steps.push(`kept ${columns.length > 0}`);
      },
    });
    expect(steps).toEqual(["paid 0.1", "kept true"]);
    expect(data.private!.domainCost!.delta).toBeCloseTo(1e-7, 12);
  });

  it("lets a row change the tokens by itself and nothing else, the number of rows included", async () => {
    const all = await released(plain);
    const fewer = await released(csvOf(rows.slice(0, -1)));
    expect({ ...fewer, tokens: [] }).toEqual({ ...all, tokens: [] });
    fewer.tokens.forEach((column, j) => {
      expect([...column]).toEqual([...all.tokens[j]!].slice(0, -1));
    });
  });

  it("sets the same rows aside whatever the other rows are", async () => {
    const { config } = await privateFolder(plain, { report: { enabled: true } });
    const plan = await validate(config, {});
    const whole = await preprocessPrivate(plan, plan.config.privacy!, nothingBought);
    const less = await privateFolder(csvOf(rows.slice(1)), { report: { enabled: true } });
    const lessPlan = await validate(less.config, {});
    const part = await preprocessPrivate(lessPlan, lessPlan.config.privacy!, nothingBought);
    const difference = whole.private!.tokens[0]!.length - part.private!.tokens[0]!.length;
    expect(whole.holdout!.rows).toBeGreaterThan(3);
    expect(difference === 0 || difference === 1).toBe(true);
    const ages = (tokens: readonly Int32Array[]) => [...tokens[0]!];
    expect(ages(part.private!.tokens)).toEqual(ages(whole.private!.tokens).slice(difference));
  });

  it("refuses what follows the data: models, rules, personal data, persons", async () => {
    const refused: readonly [Record<string, unknown>, RegExp][] = [
      [
        { model: { type: "ctgan" } },
        /ctgan cannot keep a privacy guarantee.*circuit, gaussianCopula or independent/,
      ],
      [{ model: { type: "auto" } }, /auto cannot keep/],
      [{ rules: ["age >= 0"] }, /rules are checked against the rows/],
      [{ detectRules: "auto" }, /rules found in the rows/],
      [{ people: [{ fullName: "person" }] }, /invented persons/],
      [{ columns: { ...declared, person: { personal: "fullName" } } }, /values made from the real ones/],
      [{ columns: { ...declared, ward: {} } }, /column "ward": say what it may hold/],
      [{ columns: { ...declared, age: { min: 0 } } }, /column "age": say what it may hold/],
    ];
    for (const [change, message] of refused) {
      const { config } = await privateFolder(plain, change);
      const { code, events } = await runPrivately(config);
      expect(failureOf(events)).toMatch(message);
      expect(code).toBe(2);
    }
  });

  it("refuses a file that is not UTF-8, since one row could decide how all others are read", async () => {
    const { path, config } = await privateFolder(plain);
    writeFileSync(join(path, "visits.csv"), Buffer.from(plain.replace("north", "nörth"), "latin1"));
    const { code, events } = await runPrivately(config);
    expect(failureOf(events)).toMatch(/visits\.csv is not UTF-8.*save it as UTF-8/);
    expect(code).toBe(2);
  });

  it("refuses to prepare rows in the ordinary way, for whoever asks", async () => {
    const { config } = await privateFolder(plain);
    await expect(validate(config, {}).then(preprocess)).rejects.toThrow(/privacy/);
    expect(() => configToNotebook(readFileSync(config, "utf8"), "visits.synth.json", "Visits")).toThrow(
      /asks for a privacy guarantee, which a notebook does not keep/,
    );
  });
});
