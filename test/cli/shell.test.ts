import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { examples, scratchFolder, syndata } from "./runCli.ts";

const folder = scratchFolder();

beforeAll(() => copyFileSync(join(examples, "penguins.csv"), join(folder, "penguins.csv")));

/** What bash proposes for a line whose last word is being typed. */
function proposed(script: string, words: readonly string[]): string[] {
  const list = words.map((word) => `'${word}'`).join(" ");
  const test = `${script}\nCOMP_WORDS=(${list}); COMP_CWORD=${words.length - 1}; COMPREPLY=(); _syndata; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync("bash", ["-c", test], { cwd: folder, encoding: "utf8" }).split("\n").filter(Boolean);
}

describe("completion", () => {
  it("proposes commands, those below them, options, values and files in bash", async () => {
    const { code, stdout: script } = await syndata(["completion", "bash"], folder);
    expect(code).toBe(0);
    expect(proposed(script, ["syndata", "re"])).toEqual(["report", "remote"]);
    expect(proposed(script, ["syndata", "runs", "sh"])).toEqual(["show"]);
    expect(proposed(script, ["syndata", "run", "--ju"])).toEqual(["--junit"]);
    expect(proposed(script, ["syndata", "runs", "delete", "--"])).toEqual(["--yes", "--help"]);
    expect(proposed(script, ["syndata", "completion", "f"])).toContain("fish");
    expect(proposed(script, ["syndata", "init", "peng"])).toEqual(["penguins.csv"]);
  });

  it.each(["zsh", "fish", "powershell"])("names every command and option in %s", async (shell) => {
    const { code, stdout } = await syndata(["completion", shell], folder);
    expect(code).toBe(0);
    for (const word of ["forget", "synthetic", "summary", "interactive", "delete"])
      expect(stdout).toContain(word);
  });

  it("is refused for a shell there is none for, and says which there are", async () => {
    const { code, stderr } = await syndata(["completion", "ksh"], folder);
    expect(code).toBe(2);
    expect(stderr).toMatch(/bash, zsh, fish, powershell/);
  });

  it("prints a manual that names every option once a command", async () => {
    const { stdout } = await syndata(["completion", "man"], folder);
    expect(stdout).toMatch(/^\.TH SYNDATA 1/);
    expect(stdout).toContain('.SS "syndata runs delete <run...>"');
    expect(stdout).toContain("\n.B \\-\\-sarif <file>\n");
    expect(stdout.split("\n").filter((line) => /^\.(?!TH|SH|SS|TP|B|I|nf|fi)/.test(line))).toEqual([]);
  });
});

describe("a file where a command belongs", () => {
  it("is told what can be done with it", async () => {
    const { code, stderr } = await syndata(["penguins.csv"], folder);
    expect(code).toBe(2);
    expect(stderr).toContain(
      "penguins.csv is a table; say what to do with it:\n  syndata init penguins.csv\n",
    );
  });

  it.each([["pengiuns.csv", "there is no file pengiuns.csv; did you mean penguins.csv?"]])(
    "%s",
    async (word, message) => {
      const { code, stderr } = await syndata([word], folder);
      expect([code, stderr]).toEqual([2, `✖ ${message}\n`]);
    },
  );

  it("says which file may be meant, and which model and command", async () => {
    expect((await syndata(["profile", "pengiuns.csv"], folder)).stderr).toContain("penguins.csv?");
    expect((await syndata(["init", "penguins.csv", "--model", "circiut"], folder)).stderr).toContain(
      "did you mean circuit?",
    );
    expect((await syndata(["reprot"], folder)).stderr).toContain("(Did you mean report?)");
  });
});

describe("init --interactive", () => {
  it("asks again until it can use the answer", () => {
    const text = execFileSync(
      process.execPath,
      [
        join(process.cwd(), "dist/cli.cjs"),
        "init",
        "penguins.csv",
        "--interactive",
        "-o",
        "asked.synth.json",
      ],
      {
        cwd: folder,
        input: "specis\nisland\nindependnt\nindependent\n1,000\n",
        encoding: "utf8",
        stdio: "pipe",
      },
    );
    expect(text).toBe("asked.synth.json\n");
    const config = readFileSync(join(folder, "asked.synth.json"), "utf8");
    expect(config).toMatch(/"target": "island"/);
    expect(config).toMatch(/"type": "independent"/);
    expect(config).toMatch(/"rows": 1000/);
  });
});

describe("gates and what a table says of itself", () => {
  it("are files for build servers, and are forgotten with the source", async () => {
    const config = {
      source: { path: "penguins.csv" },
      model: { type: "independent" },
      output: { path: "out/p.csv", rows: 80 },
      report: {
        sections: ["fidelity"],
        gates: { columnShapes: { min: 0.1 }, columnPairTrends: { min: 0.9999 } },
      },
    };
    writeFileSync(join(folder, "p.synth.json"), JSON.stringify(config));
    const run = await syndata(
      ["run", "p.synth.json", "--quiet", "--junit", "g.xml", "--sarif", "g.sarif"],
      folder,
    );
    expect(run.stderr).toMatch(/gate failed/);
    expect(run.code).toBe(3);
    const junit = readFileSync(join(folder, "g.xml"), "utf8");
    expect(junit).toContain('<testsuite name="p.synth.json" tests="2" failures="1">');
    expect(junit.match(/<testcase /g)).toHaveLength(2);
    const sarif = JSON.parse(readFileSync(join(folder, "g.sarif"), "utf8")) as {
      runs: { results: { kind: string }[] }[];
    };
    expect(sarif.runs[0]!.results.map(({ kind }) => kind).sort()).toEqual(["fail", "pass"]);
    const says = JSON.parse(readFileSync(join(folder, "out/p.csv.provenance.json"), "utf8")) as object;
    expect(says).toMatchObject({
      synthetic: true,
      table: "p.csv",
      rows: 80,
      model: { type: "independent" },
      config: { file: "p.synth.json" },
    });

    // what was made from the model afterwards, and what notebooks of the table keep; not what belongs to others
    const sample = (...args: string[]) =>
      syndata(["sample", "out/p.synthmodel", "--rows", "1200", "--quiet", ...args], folder);
    await sample("--out", "mine.csv", "--share", "sex=female:0.75");
    await sample("--parts", "csv", "--out", "parts", "--shard-rows", "1000");
    expect(readFileSync(join(folder, "mine.csv"), "utf8").match(/,female/g)).toHaveLength(900);
    const cell = { kind: "synth", value: ['{ "source": { "path": "../penguins.csv" } }'] };
    const other = { ...cell, value: ['{ "source": { "path": "../others.csv" } }'] };
    for (const [name, of] of [
      ["mine", cell],
      ["theirs", other],
    ] as const) {
      mkdirSync(join(folder, "books/.syndata/notebooks", name), { recursive: true });
      writeFileSync(join(folder, "books/.syndata/notebooks", name, "fit.json"), "{}");
      writeFileSync(join(folder, `books/${name}.synthnb`), JSON.stringify({ version: 1, cells: [of] }));
    }
    writeFileSync(
      join(folder, "theirs.csv.provenance.json"),
      JSON.stringify({ synthetic: true, model: { sha256: "0" } }),
    );

    const listed = await syndata(["forget", "penguins.csv"], folder);
    expect(listed.code).toBe(2);
    expect(listed.stdout).toContain("out/p.csv\n");
    expect(listed.stderr).toContain("nothing was deleted");
    expect(existsSync(join(folder, "out/p.csv"))).toBe(true);
    expect((await syndata(["forget", "penguins.csv", "--yes"], folder)).code).toBe(0);
    const later = ["mine.csv", "mine.csv.provenance.json", "parts", "books/.syndata/notebooks/mine"];
    for (const gone of ["out/p.csv", "out/p.csv.provenance.json", "out/p.synthmodel", ...later])
      expect(existsSync(join(folder, gone)), gone).toBe(false);
    for (const kept of [
      "books/mine.synthnb",
      "books/.syndata/notebooks/theirs",
      "theirs.csv.provenance.json",
    ])
      expect(existsSync(join(folder, kept)), kept).toBe(true);
    expect(existsSync(join(folder, "penguins.csv"))).toBe(true);
    expect(existsSync(join(folder, "p.synth.json"))).toBe(true);
    expect((await syndata(["runs"], folder)).stderr).toContain("no runs here yet");
    expect((await syndata(["forget", "penguins.csv", "--yes"], folder)).stderr).toContain(
      "nothing made from it",
    );
  }, 60_000);
});
