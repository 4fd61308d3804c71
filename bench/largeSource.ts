import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Random } from "../src/numerics/random.ts";

/** In one row of 1,000 of the last hundredth of the file, and nowhere else. */
const planted = "Zermatt";
const cities = ["Bern", "Basel", "Genève", "Zürich", "Lausanne", "Luzern", "Chur", "Sion"];

/**
 * Learns from a CSV of `SYNDATA_GIGABYTES` (5) on disk: seconds and peak memory of the run, whether its rows are counted exactly, and
 * whether a category of the last hundredth of the file can be drawn from the model.
 */
export async function benchLargeSource(): Promise<Record<string, unknown>> {
  const gigabytes = Number(process.env["SYNDATA_GIGABYTES"] ?? 5);
  const folder = mkdtempSync(join(tmpdir(), "syndata-large-"));
  try {
    const path = join(folder, "large.csv");
    const rows = await writeLarge(path, gigabytes * 1e9);
    const config = join(folder, "large.synth.json");
    writeFileSync(config, JSON.stringify({ version: 1, source: { path }, output: { rows: 100_000 } }));
    const begun = performance.now();
    const run = await measure(["run", config, "--json"]);
    const model = join(folder, "synthetic", "large.synthmodel");
    const out = join(folder, "planted.csv");
    const sample = ["sample", model, "--rows", "20", "--where", `city=${planted}`, "--out", out];
    const found = await promisify(execFile)(process.execPath, ["dist/cli.cjs", ...sample]).then(
      () => readFileSync(out, "utf8").split(planted).length - 1,
      () => 0,
    );
    return {
      gigabytes: statSync(path).size / 1e9,
      rows,
      "rows counted exactly": run.output.includes(`${rows.toLocaleString("en-US")} rows`),
      "rows of the late category": found,
      seconds: (performance.now() - begun) / 1000,
      "peak memory, MB": run.peakMb,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @returns the rows written */
async function writeLarge(path: string, bytes: number): Promise<number> {
  const file = createWriteStream(path, { highWaterMark: 2 ** 24 });
  file.write("id,day,city,income,age,rate,status,note\n");
  const usual = linesOf(false);
  const late = linesOf(true);
  let row = 0;
  for (let written = 0; written < bytes; ) {
    const { text, starts } = written > 0.99 * bytes ? late : usual;
    const chunk = Buffer.from(text);
    // the same lines again and again, each with an id of its own
    for (const start of starts) chunk.write(String(row++).padStart(idDigits, "0"), start, "latin1");
    written += chunk.length;
    if (!file.write(chunk)) await once(file, "drain");
  }
  file.end();
  await once(file, "close");
  return row;
}

const idDigits = 10;

/** Lines of a table, and where the digits of their ids stand. */
function linesOf(isLate: boolean): { readonly text: Buffer; readonly starts: readonly number[] } {
  const random = new Random(isLate ? 2 : 1);
  const starts: number[] = [];
  const lines: string[] = [];
  let at = 0;
  for (let i = 0; i < 20_000; i++) {
    const age = 18 + Math.floor(random.uniform() * 60);
    const city =
      isLate && i % 1000 === 0 ? planted : cities[Math.floor(random.uniform() ** 2 * cities.length)]!;
    const income = Math.round(20_000 + age * 900 * random.uniform());
    const day = new Date(1.6e12 + Math.floor(random.uniform() * 1000) * 86_400_000)
      .toISOString()
      .slice(0, 10);
    const status = i % 17 === 0 ? "" : age > 50 ? "senior" : "junior";
    const rate = random.uniform().toFixed(4);
    const line = `C-${"0".repeat(idDigits)},${day},${city},${income},${age},${rate},${status},"call, then write ${i % 977}"\n`;
    starts.push(at + 2);
    at += Buffer.byteLength(line);
    lines.push(line);
  }
  return { text: Buffer.from(lines.join("")), starts };
}

/** Runs a command; the highest resident memory of its child, as the child measures it. */
async function measure(
  args: readonly string[],
): Promise<{ readonly output: string; readonly peakMb: number }> {
  const child = spawn(process.execPath, ["dist/cli.cjs", ...args], { stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  child.stdout.on("data", (text: Buffer) => {
    output += text.toString();
  });
  await once(child, "close");
  const peakMb = Number(/"peakMb":(\d+)/.exec(output)?.[1] ?? Number.NaN);
  if (child.exitCode !== 0) throw new Error(`the run ended with ${child.exitCode}: ${output.slice(-500)}`);
  return { output, peakMb };
}
