import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { inThisProcess } from "./inThisProcess.ts";
import { syndata as realSyndata, scratchFolder } from "./runCli.ts";

const syndata = inThisProcess();
const folder = scratchFolder();
const path = join(folder, "p.mvp.json");
const mvp = (...args: string[]) => syndata(["mvp", ...args], folder);
const feature = (more: object = {}) => ({ id: "login", title: "Sign in", ...more });
const product = (more: object = {}) => ({
  ...{ version: 1, product: "P", phases: [{ id: "mvp" }], features: [feature()] },
  ...more,
});
const write = (content: object | string | Uint8Array): void =>
  writeFileSync(
    path,
    typeof content === "string" || content instanceof Uint8Array ? content : JSON.stringify(content, null, 1),
  );
/** Nothing of it is obeyed by a terminal; lines may end. */
const rawControl = /[^\P{Cc}\n]|\p{Bidi_Control}/u;

beforeEach(() => write(product()));

describe("a product file that cannot be read is told by its place, with exit code 2", () => {
  const list = (features: readonly object[], more: object = {}) => product({ features, ...more });
  it.each<[string, object | string | Uint8Array, RegExp]>([
    [
      "conflict markers",
      '{\n "version": 1,\n<<<<<<< HEAD\n "product": "P",\n=======\n "product": "Q",\n>>>>>>> b\n "features": []\n}',
      /^p\.mvp\.json:3:1 error unfinished-merge: unfinished merge, lines 3 to 7/,
    ],
    [
      "double ids",
      list([feature(), feature()]),
      /error repeated-id: "login" is also the id of features\[0\]/,
    ],
    [
      "double keys",
      '{"version":1,"product":"P","product":"Q","features":[]}',
      /^p\.mvp\.json:1:28 error duplicate-key/,
    ],
    ["an unknown need", list([feature(), feature({ id: "b", needs: ["logn"] })]), /did you mean "login"\?/],
    ["an unknown phase", list([feature({ phase: "mpv" })]), /there is no phase "mpv": there are mvp/],
    [
      "a cycle",
      list([feature({ needs: ["b"] }), feature({ id: "b", needs: ["login"] })]),
      /login → b → login/,
    ],
    [
      "a day that does not exist",
      list([feature({ added: "2026-02-30" })]),
      /must be a day such as 2026-12-31/,
    ],
    [
      "days that run backwards",
      list([feature({ added: "2026-03-02", started: "2026-03-01" })]),
      /is before added/,
    ],
    ["a newer version", product({ version: 2 }), /error newer-version: .*update SynData/],
    [
      "__proto__ as id",
      '{"version":1,"product":"P","features":[{"id":"__proto__","title":"x"}]}',
      /lower-case words/,
    ],
    [
      "__proto__ as key",
      '{"version":1,"product":"P","__proto__":{},"features":[]}',
      /unknown key "__proto__"/,
    ],
    ["a title of 1 MB", list([feature({ title: "x".repeat(1e6) })]), /title must be at most 2000 characters/],
    ["an empty title", list([feature({ title: "" })]), /features\[0\]\.title must not be empty/],
    ["reach 1e308", list([feature({ rice: { reach: 1e308 } })]), /reach must be at most 1000000000000/],
    [
      "reach 1e400",
      '{"version":1,"product":"P","features":[{"id":"a","title":"A","rice":{"reach":1e400}}]}',
      /reach is too large a number/,
    ],
    ["effort 0", list([feature({ rice: { effort: 0 } })]), /effort must be at least 0\.5, not 0/],
    ["impact 4", list([feature({ rice: { impact: 4 } })]), /impact must be 3, 2, 1, 0\.5 or 0\.25, not 4/],
    ["no object", "[1]", /^p\.mvp\.json:1:1 error wrong-type/],
    ["nothing", "", /the product file is empty/],
    [
      "100,000 brackets",
      `{"version":1,"product":"P","features":${"[".repeat(1e5)}`,
      /brackets nest more deeply/,
    ],
    [
      "a name in Latin-1",
      Buffer.from(JSON.stringify(product({ product: "Büro" })), "latin1"),
      /p\.mvp\.json is not UTF-8/,
    ],
    ["UTF-16", Buffer.from(`\uFEFF${JSON.stringify(product())}`, "utf16le"), /p\.mvp\.json is not UTF-8/],
  ])("%s", async (_, content, message) => {
    write(content);
    const before = readFileSync(path);
    const { code, stderr } = await mvp("check");
    expect(stderr).toMatch(message);
    expect(stderr.length).toBeLessThan(1000);
    expect(code).toBe(2);
    // no command that edits touches it
    expect((await mvp("set", "login", "status=done")).code).toBe(2);
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it("a folder", async () => {
    mkdirSync(join(folder, "d.mvp.json"));
    const { code, stderr } = await mvp("check", "d.mvp.json");
    rmSync(join(folder, "d.mvp.json"), { recursive: true });
    expect(stderr).toMatch(/d\.mvp\.json is a folder, not a file/);
    expect(code).toBe(2);
  });
});

describe("odd texts and wrong words", () => {
  it("control and bidi characters are shown, not obeyed", async () => {
    const odd = "red \u001B[31m\u009B2J \u202Eback \u2066";
    const exit = [{ id: "t", text: odd }];
    write(
      product({
        product: odd,
        phases: [{ id: "mvp", title: odd, exit }],
        features: [feature({ title: odd })],
      }),
    );
    for (const args of [["check"], ["show"], ["show", "--by", "phase"], ["set", "login", `phase=${odd}`]]) {
      const { stdout, stderr } = await mvp(...args);
      expect(stdout + stderr).toMatch(/\\x1b|\\u001b/);
      expect(stdout + stderr).not.toMatch(rawControl);
    }
    const lone = `{"version":1,"product":"P","features":[{"id":"a","title":"a \\ud800"}]}`;
    write(lone);
    expect((await mvp("show")).code).toBe(0);
    expect((await mvp("set", "a", "status=doing")).code).toBe(0);
    expect(readFileSync(path, "utf8")).toContain("\\ud800");
  });

  it("an unknown phase is refused with the nearest one, and a seed that is none", async () => {
    for (const command of ["check", "forecast"]) {
      const { code, stderr } = await mvp(command, "--phase", "mvpp");
      expect(stderr).toBe('✖ there is no phase "mvpp"; did you mean mvp?\n');
      expect(code).toBe(2);
    }
    const seed = await mvp("forecast", "--seed", "abc");
    expect(seed.stderr).toContain("expected a whole number");
    expect(seed.code).toBe(2);
  });

  it("wrong usage of a command below ends with 2, in a process of its own too", async () => {
    const { code, stderr } = await realSyndata(["mvp", "import", "a", "b"], folder);
    expect(stderr).toContain("too many arguments");
    expect(code).toBe(2);
    expect((await realSyndata(["mvp", "show", "--help"], folder)).code).toBe(0);
  });

  it("an export never stands in the place of the product file", async () => {
    const before = readFileSync(path, "utf8");
    for (const format of ["--csv", "--html", "--markdown", "--jira", "--github"]) {
      const { code, stderr } = await mvp("export", format, "./p.mvp.json");
      expect(stderr).toContain("is the product file itself; name another file");
      expect(code).toBe(2);
    }
    expect(readFileSync(path, "utf8")).toBe(before);
  });
});

describe("lists and tables", () => {
  it("a CSV without titles asks for their column, is added once, and breaks nothing", async () => {
    writeFileSync(join(folder, "list.csv"), "what,when\nSwap a shift,now\n=1+1,later\n");
    const asked = await mvp("import", "list.csv");
    expect(asked.stderr).toMatch(/no column holds titles; .*There are "what" and "when"/);
    expect(asked.code).toBe(2);
    expect((await mvp("import", "list.csv", "--title", "what")).stdout).toBe(
      "2 features added, 0 there already\n",
    );
    const once = readFileSync(path, "utf8");
    expect((await mvp("import", "list.csv", "--title", "what")).stdout).toBe(
      "0 features added, 2 there already\n",
    );
    expect(readFileSync(path, "utf8")).toBe(once);
    writeFileSync(join(folder, "bad.csv"), "title,reach,added\nX,1e308,2026-02-30\n");
    const bad = await mvp("import", "bad.csv");
    expect(bad.stderr).toMatch(/reach must be at most[\s\S]*added must be a day[\s\S]*nothing was written/);
    expect(readFileSync(path, "utf8")).toBe(once);
  });

  it.each<[string, string | Uint8Array, RegExp]>([
    ["empty", "", /pilot\.csv is empty/],
    ["without rows", "comment,nps\n", /no rows/],
    ["without the column", "text,nps\na,1\nb,2\n", /has no column "comment"/],
    ["with a ragged row", "comment,nps\na,1\nb\n", /line 3: 1 cell where the header has 2/],
    ["of bytes", Buffer.from([0, 1, 2, 3, 255, 0]), /binary/],
  ])("a feedback table %s is named, and ends no phase", async (_, table, message) => {
    const tables = [
      { id: "pilot", path: "pilot.csv", text: "comment", score: { column: "nps", kind: "nps" } },
    ];
    const exit = [{ id: "n", feedback: "pilot", measure: "npsLower", min: -100 }];
    write(product({ phases: [{ id: "mvp", exit }], feedback: { tables } }));
    writeFileSync(join(folder, "pilot.csv"), table);
    const feedback = await mvp("feedback");
    expect(feedback.stderr).toMatch(message);
    expect(feedback.code).toBe(2);
    const check = await mvp("check");
    expect(check.stdout).toMatch(message);
    expect(check.code).toBe(3);
  });

  it("a feedback table in Latin-1, with ratings outside the scale and rows without a text, is counted as far as it goes", async () => {
    const tables = [
      { id: "pilot", path: "pilot.csv", text: "comment", score: { column: "nps", kind: "nps" } },
    ];
    write(product({ feedback: { tables, themes: [{ id: "t", words: ["hängt"] }] } }));
    const rows = "Die App hängt,9\nzu langsam,11\nfein,-3\ngut,viele\n,10\nnaja,7.5\n";
    writeFileSync(join(folder, "pilot.csv"), Buffer.from(`comment,nps\n${rows}`, "latin1"));
    const { stdout, code } = await mvp("feedback");
    expect(stdout).toMatch(/5 notes .*\nNPS .*1 answer; 4 outside the scale left out/);
    expect(stdout).toMatch(/t +1, 20 %/);
    expect(code).toBe(0);
    writeFileSync(join(folder, "pilot.csv"), "comment,nps\n,9\n,10\n");
    expect((await mvp("feedback")).stdout).not.toContain("NaN");
    expect(existsSync(join(folder, "pilot.links.json"))).toBe(false);
  });
});
