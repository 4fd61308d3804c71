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
  const file = createWriteStream(path);
  const random = new Random(1);
  file.write("id,day,city,income,age,rate,status,note\n");
  let row = 0;
  // of the bytes, as the number of rows follows from them
  for (let written = 0; written < bytes; ) {
    const lines: string[] = [];
    for (let i = 0; i < 20_000; i++, row++) {
      const age = 18 + Math.floor(random.uniform() * 60);
      const late = written > 0.99 * bytes && random.uniform() < 0.001;
      const city = late ? planted : cities[Math.floor(random.uniform() ** 2 * cities.length)]!;
      const income = Math.round(20_000 + age * 900 * random.uniform());
      const day = new Date(1.6e12 + Math.floor(random.uniform() * 1000) * 86_400_000)
        .toISOString()
        .slice(0, 10);
      lines.push(
        `C-${String(row).padStart(10, "0")},${day},${city},${income},${age},${random.uniform().toFixed(4)},${row % 17 === 0 ? "" : age > 50 ? "senior" : "junior"},"call, then write ${row % 977}"`,
      );
    }
    const chunk = `${lines.join("\n")}\n`;
    written += Buffer.byteLength(chunk);
    if (!file.write(chunk)) await once(file, "drain");
  }
  file.end();
  await once(file, "close");
  return row;
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
