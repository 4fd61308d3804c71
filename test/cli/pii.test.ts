import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { inThisProcess } from "./inThisProcess.ts";
import { examples, scratchFolder } from "./runCli.ts";

const syndata = inThisProcess();
const folder = scratchFolder();

beforeAll(() => {
  const lines = Array.from(
    { length: 60 },
    (_, i) =>
      `${i},Zebulon${"abcdefg"[i % 7]} Quuxley,zq${i}@nowhere.example,${1950 + (i % 50)}-03-0${1 + (i % 9)},${i % 5}`,
  );
  writeFileSync(join(folder, "people.csv"), `no,contact_name,mail,dob,stars\n${lines.join("\n")}\n`);
  copyFileSync(join(examples, "penguins.csv"), join(folder, "penguins.csv"));
});

describe("syndata pii", () => {
  it("names the columns, their types and why, and no value", async () => {
    const { code, stdout } = await syndata(["pii", "people.csv"], folder);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^3 of 5 columns hold personal data: 2 direct, 1 quasi/);
    expect(stdout).toMatch(/contact_name\s+full name/);
    expect(stdout).toMatch(/mail\s+e-mail address\s+direct\s+sure/);
    expect(stdout).toMatch(/dob\s+date of birth\s+quasi/);
    expect(stdout).not.toMatch(/Zebulon|Quuxley|nowhere/);
  });

  it("writes JSON and Markdown", async () => {
    const json = await syndata(["pii", "people.csv", "--json"], folder);
    const { findings } = JSON.parse(json.stdout) as { findings: { column: string; exposure: string }[] };
    expect(findings.find(({ column }) => column === "mail")).toMatchObject({
      type: "email",
      exposure: "direct",
    });
    const { stdout } = await syndata(["pii", "people.csv", "--markdown"], folder);
    expect(stdout).toContain("| mail | e-mail address | direct | sure (0.99)");
    expect(json.stdout + stdout).not.toMatch(/Zebulon|Quuxley|nowhere/);
  });

  it("ends with 3 when asked to fail on what it finds", async () => {
    expect((await syndata(["pii", "people.csv", "--fail-on", "found"], folder)).code).toBe(3);
    expect((await syndata(["pii", "penguins.csv", "--fail-on", "found"], folder)).code).toBe(3);
    expect((await syndata(["pii", "penguins.csv", "--fail-on", "direct"], folder)).code).toBe(0);
  });

  it("refuses a table that is not there with exit code 2", async () => {
    const { code, stderr } = await syndata(["pii", "nobody.csv"], folder);
    expect(code).toBe(2);
    expect(stderr).toContain("nobody.csv");
  });
});

describe("syndata pii --apply", () => {
  it("writes the real table with pseudonyms, and a notice that it is not synthetic", async () => {
    writeFileSync(join(folder, "secret.key"), "a secret of more than sixteen bytes\n");
    const flags = ["--apply", "--key", "file:secret.key", "--quasi", "generalize"];
    const { code, stdout, stderr } = await syndata(["pii", "people.csv", ...flags], folder);
    expect(stderr).toContain("pseudonymized, not synthetic");
    expect(code).toBe(0);
    expect(stdout).toContain("people-pseudonymized.csv");
    const text = readFileSync(join(folder, "people-pseudonymized.csv"), "utf8");
    const notice = readFileSync(join(folder, "people-pseudonymized.csv.pseudonymized.txt"), "utf8");
    expect(notice).toContain("PSEUDONYMIZED, NOT SYNTHETIC");
    expect(text + notice + stdout + stderr).not.toMatch(/Zebulon|Quuxley|nowhere|a secret of/);
  });
});
