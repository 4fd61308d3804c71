import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Random } from "../src/numerics/random.ts";

/**
 * Wide tables of few rows by the real command, report included: seconds by the clock and of the processor, seconds a stage, peak
 * memory and size of the report. `SYNDATA_WIDE` picks sizes, such as `500x200`; needs `npm run build`.
 */
export async function benchWide(): Promise<Record<string, unknown>> {
  const result: Record<string, unknown> = {};
  for (const size of (process.env["SYNDATA_WIDE"] ?? "500x200,2000x1000").split(",")) {
    const [columns, rows] = size.split("x").map(Number) as [number, number];
    const folder = mkdtempSync(join(tmpdir(), "syndata-wide-"));
    try {
      result[size] = measure(folder, columns, rows);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return result;
}

function measure(folder: string, columns: number, rows: number): Record<string, unknown> {
  const inFolder = (name: string) => join(folder, name);
  writeFileSync(inFolder("wide.csv"), wideCsv(columns, rows));
  const probe = inFolder("probe.cjs");
  const usage = inFolder("usage.json");
  writeFileSync(
    probe,
    `process.on("exit", () => require("node:fs").writeFileSync(${JSON.stringify(usage)}, JSON.stringify(process.resourceUsage())));`,
  );
  const run = (...args: string[]) =>
    execFileSync(
      process.execPath,
      ["--require", probe, join(import.meta.dirname, "..", "dist", "cli.cjs"), ...args],
      { cwd: folder, stdio: ["ignore", "ignore", "inherit"] },
    );
  run("init", "wide.csv");
  const started = performance.now();
  run("run", "wide.synth.json", "--in-process");
  const seconds = (performance.now() - started) / 1000;
  const used = JSON.parse(readFileSync(usage, "utf8")) as NodeJS.ResourceUsage;
  const runs = join(folder, ".syndata", "runs");
  const ofRun = (name: string) =>
    join(runs, readdirSync(runs).find((entry) => entry.includes("wide"))!, name);
  return {
    seconds,
    processorSeconds: (used.userCPUTime + used.systemCPUTime) / 1e6,
    peakMegabytes: used.maxRSS / 1024,
    reportMegabytes: statSync(ofRun("report.html")).size / 2 ** 20,
    stageMs: JSON.parse(readFileSync(ofRun("timings.json"), "utf8")),
  };
}

/** Numbers, counts, categories, flags, skewed amounts with gaps: all lean on five hidden factors. */
function wideCsv(columns: number, rows: number): string {
  const random = new Random(1);
  const kinds: ((z: number) => string)[] = [
    (z) => z.toFixed(3),
    (z) => String(Math.round(50 + 10 * z)),
    (z) => "abcdef"[Math.min(5, Math.max(0, Math.floor(3 + z)))]!,
    (z) => (z > 0.5 ? "yes" : "no"),
    (z) => (random.uniform() < 0.1 ? "" : Math.exp(z).toFixed(2)),
    (z) => String(Math.max(0, Math.floor(2 * z))),
  ];
  const lines = [Array.from({ length: columns }, (_, j) => `c${j}`).join(",")];
  for (let i = 0; i < rows; i++) {
    const factors = Array.from({ length: 5 }, () => random.normal());
    const cell = (j: number) => kinds[j % kinds.length]!(0.6 * factors[j % 5]! + 0.8 * random.normal());
    lines.push(Array.from({ length: columns }, (_, j) => cell(j)).join(","));
  }
  return `${lines.join("\n")}\n`;
}
