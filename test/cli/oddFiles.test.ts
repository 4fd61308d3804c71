import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { inThisProcess } from "./inThisProcess.ts";
import { examples, scratchFolder } from "./runCli.ts";

const syndata = inThisProcess();
const folder = scratchFolder();

/** Commands that read a file, `FILE` in its place, with the endings that it may have. */
const commands: readonly (readonly [line: string, ...endings: string[]])[] = [
  ["init FILE -o new.synth.json", "csv", "json", "parquet", "xlsx"],
  ["profile FILE", "csv", "ndjson"],
  ["pii FILE", "csv"],
  ["rules FILE", "csv"],
  ["validate FILE", "synth.json"],
  ["run FILE", "synth.json"],
  ["budget FILE", "synth.json"],
  ["compare FILE --models independent", "synth.json"],
  ["sample FILE --rows 5", "synthmodel"],
  ["impute FILE penguins.csv --out filled.csv", "synthmodel"],
  ["score FILE penguins.csv", "synthmodel"],
  ["notebook FILE", "synthnb"],
  ["report --real FILE --synthetic penguins.csv", "csv"],
  ["report --real penguins.csv --synthetic FILE", "csv"],
  ["report --real penguins.csv --synthetic penguins.csv --config FILE", "synth.json"],
  ["report --real penguins.csv --synthetic penguins.csv --rules FILE", "synth.json"],
  ["mvp check FILE", "mvp.json"],
];

/** Where a read waits without end, or never ends. */
const odd: Readonly<Record<string, (path: string) => void>> = {
  pipe: (path) => execFileSync("mkfifo", [path]),
  device: (path) => symlinkSync("/dev/zero", path),
};

beforeAll(() => {
  copyFileSync(join(examples, "penguins.csv"), join(folder, "penguins.csv"));
});

const cases = Object.keys(odd).flatMap((what) =>
  commands.flatMap(([line, ...endings]) => endings.map((ending) => [what, line, ending] as const)),
);

it.skipIf(process.platform === "win32").each(cases)(
  "a %s is refused at once: %s (.%s)",
  { timeout: 20_000 },
  async (what, line, ending) => {
    const own = `odd-${what}`;
    mkdirSync(join(folder, own), { recursive: true });
    const file = `${own}/${cases.findIndex((one) => one[0] === what && one[1] === line && one[2] === ending)}.${ending}`;
    odd[what]!(join(folder, file));
    const { code, stdout, stderr } = await syndata(line.replace("FILE", file).split(" "), folder);
    expect(code, stdout + stderr).toBe(2);
    expect(stdout + stderr).toContain(file.split("/")[1]);
    expect(stdout + stderr).toMatch(/is a (pipe|device), not a file|is not a regular file/);
  },
);
