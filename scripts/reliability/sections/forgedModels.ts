import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Random } from "../../../src/numerics/random.ts";
import { forgeModel } from "../forgeModel.ts";
import { runCli } from "../runCli.ts";
import type { Section } from "../section.ts";
import { trainEveryKind } from "../trainEveryKind.ts";

const types = ["circuit", "argn", "gaussianCopula", "ctgan", "tvae", "copulaGan"] as const;
const maxMb = 500;
const maxMs = 5000;

/** Forged model files, checksums made right again: `sample` refuses each with exit code 2, naming file and part. */
export const forgedModels: Section = {
  name: "forged models",
  async run(scale) {
    const folder = mkdtempSync(join(tmpdir(), "syndata-forged-"));
    const count = Math.max(6, Math.round(500 * scale));
    const details: string[] = [];
    let peakMb = 0;
    let slowest = 0;
    let faults = 0;
    try {
      const good = [];
      for (const type of types) good.push(await trainEveryKind(type, folder));
      const random = new Random(20261129);
      for (let i = 0; i < count; i++) {
        const { what, bytes } = forgeModel(good[i % good.length]!, random);
        const [model, out] = [join(folder, "forged.synthmodel"), join(folder, "out.csv")];
        writeFileSync(model, bytes);
        const result = await runCli(["sample", model, "--rows", "50", "--out", out], {
          cwd: folder,
          timeoutMs: 60_000,
        });
        peakMb = Math.max(peakMb, result.peakMb);
        slowest = Math.max(slowest, result.ms);
        const named = result.stderr.includes(model) && /its part|not a model file/.test(result.stderr);
        const held =
          result.code === 2 && named && !existsSync(out) && result.peakMb <= maxMb && result.ms <= maxMs;
        if (held) continue;
        faults++;
        rmSync(out, { force: true });
        details.push(
          `${types[i % types.length]}, ${what}: exit ${result.code}, ${Math.round(result.ms)} ms, ${Math.round(result.peakMb)} MB: ${result.stderr.trim()}`,
        );
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    return [
      {
        what: `forged models (checksums made right again): exit 2 naming file and part, no row, ≤ ${maxMb} MB, ≤ ${maxMs / 1000} s`,
        n: `${count}, six model types`,
        held: `${count - faults}; at most ${Math.round(peakMb)} MB, ${(slowest / 1000).toFixed(1)} s`,
        faults,
        details,
      },
    ];
  },
};
