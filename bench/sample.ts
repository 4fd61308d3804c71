import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runPipeline } from "../src/pipeline/runPipeline.ts";
import { sample } from "../src/pipeline/stages/sample.ts";
import { loadTrained } from "../src/pipeline/trainedModel.ts";

/** Rows per second sampled, decoded and written as CSV by a one-epoch CTGAN on Adult. */
export async function benchSample(rows = 500_000): Promise<Record<string, unknown>> {
  const folder = mkdtempSync(join(tmpdir(), "bench-sample-"));
  try {
    copyFileSync("examples/adult.csv", join(folder, "adult.csv"));
    const config = join(folder, "adult.synth.json");
    writeFileSync(
      config,
      JSON.stringify({
        version: 1,
        source: { path: "adult.csv" },
        model: { type: "ctgan", epochs: 1 },
        output: { path: "out.csv", rows: 500 },
        report: { enabled: false },
      }),
    );
    const code = await runPipeline(
      { config, overrides: {}, resume: false },
      () => undefined,
      new AbortController().signal,
    );
    if (code !== 0) throw new Error(`the run ended with ${code}`);
    const trained = await loadTrained(join(folder, "adult.synthmodel"));
    const rates: number[] = [];
    for (let i = 0; i < 3; i++) {
      const started = performance.now();
      await sample({
        model: trained.model,
        restore: trained.restore,
        rows,
        seed: i,
        to: join(folder, "big.csv"),
        format: trained.format,
        formats: trained.columns,
        keep: 0,
        signal: new AbortController().signal,
        progress: () => undefined,
      });
      rates.push((rows * 1000) / (performance.now() - started));
    }
    await trained.model.dispose();
    return {
      sampleRowsPerS: Math.round(Math.max(...rates)),
      peakMb: Math.round(process.resourceUsage().maxRSS / 1024),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
