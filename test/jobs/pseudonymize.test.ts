import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { JobInput } from "../../src/jobs/jobTable.ts";
import type { Pseudonymized } from "../../src/jobs/pseudonymize.ts";
import { startInProcess } from "../../src/worker/inProcess.ts";

const folder = mkdtempSync(join(tmpdir(), "syndata-pseudonymize-"));
const at = (name: string): string => join(folder, name);
const secret = "a secret of more than sixteen bytes";

beforeAll(() => {
  const lines = Array.from(
    { length: 60 },
    (_, i) =>
      `${i},Zebulon${"abcdefg"[i % 7]} Quuxley,zq${i}@nowhere.example,${1950 + (i % 50)}-03-0${1 + (i % 9)},${i % 5}`,
  );
  writeFileSync(at("people.csv"), `no,contact_name,mail,dob,stars\n${lines.join("\n")}\n`);
  const logins = Array.from({ length: 60 }, (_, i) => `${i},zq${(i * 7) % 60}@nowhere.example`);
  writeFileSync(at("logins.csv"), `n,email_address\n${logins.join("\n")}\n`);
});
afterAll(() => {
  delete process.env["SYNDATA_TEST_KEY"];
  rmSync(folder, { recursive: true, force: true });
});

async function pseudonymize(
  data: string,
  out: string,
  more: Partial<JobInput<"pseudonymize">> = { key: "env:SYNDATA_TEST_KEY" },
): Promise<Pseudonymized> {
  return await startInProcess("pseudonymize", { data: at(data), out: at(out), ...more }).result;
}

function column(name: string, index: number): string[] {
  const [, ...rows] = readFileSync(at(name), "utf8").trim().split("\n");
  return rows.map((line) => line.split(",")[index]!);
}

describe("the real table with its personal values replaced", () => {
  it("has pseudonyms of the same form, coarser dates, and the other columns as they were", async () => {
    process.env["SYNDATA_TEST_KEY"] = secret;
    const { columns } = await pseudonymize("people.csv", "out.csv", {
      key: "env:SYNDATA_TEST_KEY",
      quasi: "generalize",
    });
    expect(columns.map((one) => [one.column, one.replace])).toEqual([
      ["contact_name", "pseudonym"],
      ["mail", "pseudonym"],
      ["dob", "generalize"],
    ]);
    for (let i = 0; i < 60; i++) {
      expect([column("out.csv", 0)[i], column("out.csv", 3)[i], column("out.csv", 4)[i]]).toEqual([
        String(i),
        String(1950 + (i % 50)),
        String(i % 5),
      ]);
      expect(column("out.csv", 1)[i]).toMatch(/^[A-Z][a-z]{7} [A-Z][a-z]{6}$/);
      expect(column("out.csv", 2)[i]).toMatch(/^[a-z]{2}\d{1,2}@[a-z]{7}\.[a-z]{7}\.example$/);
    }
    expect(new Set(column("out.csv", 2)).size).toBe(60);
  });

  it("gives a value the same pseudonym in another table, and another with another key", async () => {
    process.env["SYNDATA_TEST_KEY"] = secret;
    await pseudonymize("people.csv", "a.csv");
    await pseudonymize("logins.csv", "b.csv");
    const made = column("a.csv", 2);
    const known = new Map(column("people.csv", 2).map((mail, i) => [mail, made[i]!]));
    expect(column("b.csv", 1)).toEqual(column("logins.csv", 1).map((mail) => known.get(mail)));
    process.env["SYNDATA_TEST_KEY"] = "another secret of sixteen bytes";
    await pseudonymize("logins.csv", "c.csv");
    const before = new Set(column("b.csv", 1));
    expect(column("c.csv", 1).filter((mail) => before.has(mail))).toEqual([]);
  });

  it("follows a config, column by column", async () => {
    process.env["SYNDATA_TEST_KEY"] = secret;
    const columns = {
      contact_name: { personal: "fullName", replace: "mask" },
      mail: { personal: "email", replace: "drop" },
      dob: { personal: "birthDate", replace: "keep" },
    };
    writeFileSync(at("p.synth.json"), JSON.stringify({ source: { path: "people.csv" }, columns }));
    await pseudonymize("people.csv", "m.csv", { config: at("p.synth.json") });
    expect(readFileSync(at("m.csv"), "utf8").split("\n").slice(0, 2)).toEqual([
      "no,contact_name,dob,stars",
      "0,******** *******,1950-03-01,0",
    ]);
    expect(readFileSync(at("m.csv.pseudonymized.txt"), "utf8")).toMatch(
      /Left out: mail \(e-mail address\)\./,
    );
  });

  it("refuses a missing or short key by column and key, and writes nothing", async () => {
    const message = async (more: Partial<JobInput<"pseudonymize">>): Promise<string> =>
      await pseudonymize("people.csv", "no.csv", more).then(
        () => "written",
        (error: Error) => error.message,
      );
    expect(await message({})).toMatch(/^key: column "contact_name" gets pseudonyms, which need a secret/);
    delete process.env["SYNDATA_TEST_KEY"];
    expect(await message({ key: "env:SYNDATA_TEST_KEY" })).toMatch(
      /column "contact_name": key: the environment variable SYNDATA_TEST_KEY is not there/,
    );
    process.env["SYNDATA_TEST_KEY"] = "short-secret";
    const short = await message({ key: "env:SYNDATA_TEST_KEY" });
    expect(short).toContain("holds 12 bytes; a key has 16 or more");
    expect(short).not.toContain("short-secret");
    expect(await message({ key: "hunter2hunter2hunter2" })).toMatch(/key: must be env:NAME or file:PATH/);
    expect(existsSync(at("no.csv"))).toBe(false);
    expect(existsSync(at("no.csv.pseudonymized.txt"))).toBe(false);
  });
});
