import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fakerCS_CZ } from "@faker-js/faker";
import { unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runPipeline } from "../../src/pipeline/runPipeline.ts";
import type { RunEvent } from "../../src/protocol/run.ts";
import { ordersCsv } from "../transform/personal/orders.ts";

const folder = mkdtempSync(join(tmpdir(), "syndata-replace-"));
const secret = "canary-secret-of-enough-bytes";
const events: RunEvent[] = [];

async function run(columns: object, name = "o"): Promise<number> {
  writeFileSync(
    join(folder, `${name}.synth.json`),
    JSON.stringify({
      source: { path: "orders.csv" },
      columns,
      model: { type: "independent" },
      output: { path: `${name}.csv`, rows: 600 },
      report: { sections: ["privacy"], holdout: 0.2 },
    }),
  );
  events.length = 0;
  const job = { config: join(folder, `${name}.synth.json`), overrides: {}, resume: false };
  return await runPipeline(job, (event) => events.push(event), new AbortController().signal);
}

function rowsOf(file: string): string[][] {
  const [, ...rows] = readFileSync(join(folder, file), "utf8").trim().split("\n");
  return rows.map((row) => row.split(","));
}

/** Every byte that a run wrote but the source, models unpacked. */
function everything(): string {
  const texts: string[] = [JSON.stringify(events)];
  const visit = (path: string): void => {
    for (const name of readdirSync(path)) {
      const at = join(path, name);
      if (statSync(at).isDirectory()) visit(at);
      else if (name === "orders.csv") continue;
      else if (name.endsWith(".synthmodel"))
        for (const part of Object.values(unzipSync(readFileSync(at))))
          texts.push(Buffer.from(part).toString("latin1"));
      else texts.push(readFileSync(at, "latin1"));
    }
  };
  visit(folder);
  return texts.join("\n");
}

beforeAll(() => {
  fakerCS_CZ.seed(11);
  writeFileSync(join(folder, "orders.csv"), ordersCsv(fakerCS_CZ, 60, 1500));
});
afterAll(() => {
  delete process.env["SYNDATA_TEST_KEY"];
  rmSync(folder, { recursive: true, force: true });
});

describe("values replaced before anything is fitted", () => {
  const key = "env:SYNDATA_TEST_KEY";
  const columns = {
    customer_id: { personal: "customerId", replace: "pseudonym", key },
    email: { personal: "email", replace: "pseudonym", key },
    first_name: { personal: "firstName", replace: "mask" },
    last_name: { personal: "lastName", replace: "drop" },
    phone: { personal: "phone", replace: "mask" },
    iban: { personal: "iban", replace: "pseudonym", key },
    birth_date: { personal: "birthDate", replace: "generalize", type: "datetime" },
  };

  it("are not in the output, the model, the report, the log or the events; nor is the key", async () => {
    process.env["SYNDATA_TEST_KEY"] = secret;
    expect(await run(columns)).toBe(0);
    const written = everything();
    const real = new Set(rowsOf("orders.csv").flatMap((row) => [1, 5, 6, 7].map((column) => row[column]!)));
    expect([...real, secret].filter((value) => written.includes(value))).toEqual([]);
  });

  it("come out as pseudonyms of the form, masks and years", () => {
    const made = rowsOf("o.csv");
    expect(made).toHaveLength(600);
    const years = new Set(rowsOf("orders.csv").map((row) => Number(row[8]!.slice(0, 4))));
    const [first, last] = [Math.min(...years), Math.max(...years)];
    for (const [, customer, name, , email, phone, , year] of made) {
      expect(customer).toMatch(/^[A-Z]-\d{5}$/);
      expect(name).toMatch(/^[*]+$/);
      expect(email).toMatch(/^[a-z]+\.[a-z]+\d*@[a-z]{5}\d\.[a-z]{2}\.example$/);
      expect(phone).toBe("+*** *** *** ***");
      expect(Number(year)).toBeGreaterThanOrEqual(first);
      expect(Number(year)).toBeLessThanOrEqual(last);
    }
  });

  it("are the same pseudonyms in a second run with the key", async () => {
    process.env["SYNDATA_TEST_KEY"] = secret;
    const customers = new Set(rowsOf("o.csv").map((row) => row[1]));
    expect(await run(columns, "again")).toBe(0);
    expect(rowsOf("again.csv").filter((row) => !customers.has(row[1]))).toEqual([]);
  });

  it("are not continued with another key", async () => {
    process.env["SYNDATA_TEST_KEY"] = secret;
    expect(await run(columns, "cut")).toBe(0);
    const [id] = readdirSync(join(folder, ".syndata", "runs")).filter((name) =>
      readFileSync(join(folder, ".syndata", "runs", name, "state.json"), "utf8").includes("cut.synth.json"),
    );
    const state = join(folder, ".syndata", "runs", id!, "state.json");
    const cut = { ...JSON.parse(readFileSync(state, "utf8")), status: "cancelled", finished: [] };
    writeFileSync(state, JSON.stringify(cut));
    const resume = async (): Promise<number> => {
      events.length = 0;
      const job = { config: join(folder, "cut.synth.json"), overrides: {}, resume: true } as const;
      return await runPipeline(job, (event) => events.push(event), new AbortController().signal);
    };
    process.env["SYNDATA_TEST_KEY"] = `${secret}-another`;
    expect(await resume()).toBe(2);
    expect(JSON.stringify(events.at(-1))).toContain("a key of its pseudonyms has changed since");
    process.env["SYNDATA_TEST_KEY"] = secret;
    expect(await resume()).toBe(0);
  });

  it("need a key that is there, and methods that fit the type", async () => {
    delete process.env["SYNDATA_TEST_KEY"];
    const problem = async (entry: object, name = "email"): Promise<string> => {
      expect(await run({ [name]: entry }, "bad")).toBe(2);
      return JSON.stringify(events.at(-1)).replaceAll("\\", "");
    };
    expect(await problem({ personal: "email", replace: "pseudonym", key })).toContain(
      'column "email": key: the environment variable SYNDATA_TEST_KEY is not there or empty',
    );
    expect(await problem({ personal: "email", replace: "pseudonym" })).toContain(
      "a pseudonym needs a secret",
    );
    expect(await problem({ personal: "email", replace: "mask", key })).toContain(
      '"key" is for "replace": "pseudonym"',
    );
    expect(await problem({ personal: "email", replace: "generalize" })).toContain(
      "there is no coarser form of an e-mail address",
    );
    expect(await problem({ replace: "pseudonym", key }, "birth_date")).toContain(
      "a pseudonym of a date of birth would hide nothing",
    );
    expect(await problem({ personal: "email", replace: "pseudonym", key: "hunter2" })).toContain(
      "must be env:NAME or file:PATH",
    );
  });
});
