import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Random } from "../../../src/numerics/random.ts";
import { forgeModel } from "../forgeModel.ts";
import { runCli } from "../runCli.ts";
import type { Section } from "../section.ts";
import { trainEveryKind, trainEveryRelation } from "../trainEveryKind.ts";

const types = ["circuit", "argn", "gaussianCopula", "ctgan", "tvae", "copulaGan"] as const;
/** Models of persons, their orders and rules. */
const related = ["gaussianCopula", "circuit"] as const;
const maxMb = 500;
const maxSeconds = 5;

interface Forged {
  readonly what: string;
  readonly code: number | null;
  /** Whether the message names the file and its part, and whether a row was written. */
  readonly named: boolean;
  readonly wrote: boolean;
  readonly mb: number;
  /** Seconds of processor time. */
  readonly seconds: number;
  readonly message: string;
}

/** Forged model files, checksums made right again: `sample` refuses each with exit code 2, naming file and part. */
export const forgedModels: Section<Forged> = {
  name: "forged models",
  cases: 500,
  async open(folder) {
    const good: Uint8Array[] = [];
    for (const type of types) good.push(await trainEveryKind(type, folder));
    for (const type of related) good.push(await trainEveryRelation(type, folder));
    const [model, out] = [join(folder, "forged.synthmodel"), join(folder, "out.csv")];
    return async (index) => {
      const at = index % good.length;
      const { what, bytes } = forgeModel(good[at]!, new Random(20261129).fork(`case ${index}`));
      writeFileSync(model, bytes);
      rmSync(out, { force: true });
      const ran = await runCli(["sample", model, "--rows", "50", "--out", out], {
        cwd: folder,
        timeoutMs: 120_000,
      });
      return {
        what: `${[...types, ...related][at]}, ${what}`,
        code: ran.code,
        named: ran.stderr.includes(model) && /its part|not a model file/.test(ran.stderr),
        wrote: existsSync(out),
        mb: ran.peakMb,
        seconds: ran.cpuSeconds,
        message: ran.stderr.trim(),
      };
    };
  },
  fault({ what, code, named, wrote, mb, seconds, message }) {
    const wrong = code !== 2 || !named || wrote || mb > maxMb || seconds > maxSeconds;
    return wrong ? `${what}: exit ${code}, ${seconds.toFixed(1)} s, ${Math.round(mb)} MB: ${message}` : null;
  },
  lines(outcomes) {
    const faults = outcomes.filter((one) => forgedModels.fault(one) !== null).length;
    const mb = Math.round(Math.max(0, ...outcomes.map((one) => one.mb)));
    const seconds = Math.max(0, ...outcomes.map((one) => one.seconds)).toFixed(1);
    return [
      {
        what: `forged models (checksums made right again): exit 2 naming file and part, no row, at most ${maxMb} MB and ${maxSeconds} s of processor time`,
        n: `${outcomes.length}, six model types, two tables`,
        held: `${outcomes.length - faults}; at most ${mb} MB, ${seconds} s`,
        faults,
      },
    ];
  },
};
