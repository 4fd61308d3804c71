import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { inThisProcess } from "./inThisProcess.ts";
import { cli, scratchFolder } from "./runCli.ts";

const syndata = inThisProcess();
describe("syndata mvp", () => {
  const folder = scratchFolder();
  const path = join(folder, "planner.mvp.json");
  const mvp = (...args: string[]) => syndata(["mvp", ...args], folder);

  it("makes a file, adds to it, and ends with 3 while a criterion of the phase is not met", async () => {
    expect((await mvp("init", "planner")).code).toBe(0);
    expect((await mvp("add", "Swap a shift", "--moscow", "must", "--phase", "mvp")).stdout).toBe(
      "swap-a-shift\n",
    );
    const open = await mvp("check");
    expect(open.stdout).toContain("✖ 0 of 2 Musts done (needs at least 100 %)");
    expect(open.code).toBe(3);
    for (const id of ["first-feature", "swap-a-shift"])
      expect((await mvp("set", id, "status=done")).code).toBe(0);
    expect((await mvp("check")).code).toBe(0);
    expect(readFileSync(path, "utf8")).toContain("// Who it is for.");
  });

  it("writes nothing when a change would break the file, and names the place in a broken one", async () => {
    const before = readFileSync(path, "utf8");
    const wrong = await mvp("set", "swap-a-shift", "impact=4");
    expect(wrong.stderr).toMatch(
      /^planner\.mvp\.json:\d+:\d+ error unknown-value: .*must be 3, 2, 1, 0\.5 or 0\.25/m,
    );
    expect(wrong.code).toBe(2);
    expect(readFileSync(path, "utf8")).toBe(before);
    writeFileSync(path, before.replace('"must"', '"most"'));
    const broken = await mvp("show");
    expect(broken.stderr).toMatch(/error unknown-value: .*did you mean "must"\?/);
    expect(broken.code).toBe(2);
  });
});

describe("the product file of SynData itself", () => {
  it("reads its gates from the report of its example, made here", async () => {
    const folder = scratchFolder();
    for (const name of ["penguins.csv", "penguins.synth.json", "syndata.mvp.json"])
      copyFileSync(new URL(`../../examples/${name}`, import.meta.url), join(folder, name));
    const mvp = (...args: string[]) => syndata(["mvp", ...args], folder);
    expect((await mvp("check", "--phase", "core")).stdout).toContain("✖ penguins: it was never run");
    expect(
      (await syndata(["run", "penguins.synth.json", "--out", join(folder, "made.csv")], folder)).code,
    ).toBe(0);
    const check = await mvp("check", "--phase", "core");
    expect(check.stdout).toMatch(/✔ penguins: columnShapes is 0\.9\d+/);
    expect(check.stdout).toContain("✔ penguins: exactCopies is 0.");
    // not all of it is built yet
    expect(check.code).toBe(3);
  });
});

describe("feedback of a product", () => {
  const folder = scratchFolder();
  const path = join(folder, "planner.mvp.json");
  const mvp = (...args: string[]) => syndata(["mvp", ...args], folder);
  const product = {
    version: 1,
    product: "Planner",
    phases: [{ id: "beta", exit: [{ id: "nps", feedback: "pilot", measure: "npsLower", min: -100 }] }],
    features: [{ id: "mobile", title: "On the phone" }],
    feedback: {
      tables: [
        {
          id: "pilot",
          path: "pilot.csv",
          text: "comment",
          score: { column: "nps", kind: "nps" },
          person: "who",
        },
      ],
      themes: [{ id: "phone", words: ["phone"], feature: "mobile" }],
    },
  };
  const rows = Array.from(
    { length: 24 },
    (_, i) =>
      `"${i % 2 ? "the phone hangs, wombat" : "invoices, please"}",${i % 11},person${i % 12}@nowhere.example`,
  );

  it("is counted by people, tells nobody's text, and can end a phase", async () => {
    writeFileSync(path, JSON.stringify(product));
    writeFileSync(join(folder, "pilot.csv"), `comment,nps,who\n${rows.join("\n")}\n`);
    const { stdout, stderr, code } = await mvp("feedback");
    expect(stderr).toBe("");
    expect(code).toBe(0);
    expect(stdout).toContain("24 notes by 12 people");
    expect(stdout).toMatch(/On the phone +6, 50 % \(25 to 75 %\)/);
    expect(stdout).not.toMatch(/nowhere|the phone hangs/);
    expect((await mvp("check")).code).toBe(0);
  });

  it("counts nowhere when the table is the output of a config, by its bytes", async () => {
    writeFileSync(
      join(folder, "made.synth.json"),
      JSON.stringify({ source: { path: "x.csv" }, output: { path: "made.csv" } }),
    );
    writeFileSync(join(folder, "made.csv"), readFileSync(join(folder, "pilot.csv")));
    expect((await mvp("feedback")).stdout).toContain(
      "synthetic (output of made.synth.json): it counts nowhere",
    );
    const check = await mvp("check");
    expect(check.stdout).toContain("synthetic rows are no evidence");
    expect(check.code).toBe(3);
  });

  it("says that a table or a column is not there", async () => {
    const { tables } = product.feedback;
    const write = (table: object) =>
      writeFileSync(
        path,
        JSON.stringify({ ...product, feedback: { tables: [{ ...tables[0]!, ...table }] } }),
      );
    write({ path: "gone.csv" });
    expect((await mvp("feedback")).stdout).toContain("the table is not here");
    writeFileSync(join(folder, "other.csv"), "comments,nps,who\na,1,x\nb,2,y\n");
    write({ path: "other.csv" });
    const wrong = await mvp("feedback");
    expect(wrong.stderr).toContain('feedback table pilot has no column "comment": did you mean "comments"?');
    expect(wrong.code).toBe(2);
  });

  it("tells what it can of the other tables where one cannot be read, and counts that one nowhere", async () => {
    const [pilot] = product.feedback.tables;
    writeFileSync(join(folder, "empty.csv"), "");
    writeFileSync(join(folder, "head.csv"), "comment,nps,who\n");
    writeFileSync(join(folder, "read.csv"), `comment,nps,who\n${rows.join("\n")}\n"one more",5,zoe\n`);
    for (const bad of ["empty.csv", "head.csv", "other.csv"]) {
      const tables = [
        { ...pilot, path: bad },
        { ...pilot, id: "second", path: "read.csv" },
      ];
      writeFileSync(path, JSON.stringify({ ...product, feedback: { ...product.feedback, tables } }));
      const { stdout, stderr, code } = await mvp("feedback");
      expect(stdout).toContain("second\n25 notes by 13 people");
      expect(stderr).toMatch(/is empty|no rows|no column "comment"/);
      expect(stderr).not.toContain(folder);
      expect(code).toBe(2);
      const check = await mvp("check");
      expect(check.stdout).toMatch(/✖ pilot: .*(is empty|no rows|no column)/);
      expect(check.code).toBe(3);
    }
    writeFileSync(path, JSON.stringify(product));
  });

  it("makes a folder of feedback alone ignore itself, and no other", async () => {
    const [pilot] = product.feedback.tables;
    mkdirSync(join(folder, "feedback"));
    mkdirSync(join(folder, "data"));
    for (const name of ["feedback/pilot.csv", "data/pilot.csv"])
      writeFileSync(join(folder, name), `comment,nps,who\n${rows.join("\n")}\n"two more",5,zoe\n`);
    writeFileSync(join(folder, "data/visits.csv"), "a\n1\n");
    const tables = [
      { ...pilot, path: "feedback/pilot.csv" },
      { ...pilot, id: "second", path: "data/pilot.csv" },
      { ...pilot, id: "third", path: "pilot.csv" },
    ];
    writeFileSync(path, JSON.stringify({ ...product, feedback: { ...product.feedback, tables } }));
    expect((await mvp("feedback")).stderr).toContain("feedback/ ignores itself in git from now on");
    expect(readFileSync(join(folder, "feedback/.gitignore"), "utf8")).toBe("*\n");
    expect(["data/.gitignore", ".gitignore"].map((name) => existsSync(join(folder, name)))).toEqual([
      false,
      false,
    ]);
    expect((await mvp("feedback")).stderr).toBe("");
    writeFileSync(path, JSON.stringify(product));
  });

  it("scores by questions and answers, and keeps what was answered at the end of the input", () => {
    const input = "40\n7\n2\n80 %\n";
    const first = spawnSync(process.execPath, [cli, "mvp", "score"], {
      cwd: folder,
      input,
      encoding: "utf8",
    });
    expect(first.stderr).toContain("Give 3, 2, 1, 0.5 or 0.25:");
    expect(first.stdout).toBe("0 features scored: syndata mvp show\n");
    const all = spawnSync(process.execPath, [cli, "mvp", "score"], {
      cwd: folder,
      input: `${input}0.5\n`,
      encoding: "utf8",
    });
    expect(all.stderr).toContain("RICE 130");
    expect(all.stdout).toBe("1 feature scored: syndata mvp show\n");
    expect(readFileSync(path, "utf8")).toContain('"effort":');
  });
});
