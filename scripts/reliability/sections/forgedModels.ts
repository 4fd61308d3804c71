import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Random } from "../../../src/numerics/random.ts";
import { forgeModel } from "../forgeModel.ts";
import { commandEvery, sampleByCommand, sampleWorkers } from "../sampling.ts";
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
  lanes: true,
  async open(folder, atEnd) {
    const good: Uint8Array[] = [];
    for (const type of types) good.push(await trainEveryKind(type, folder));
    for (const type of related) good.push(await trainEveryRelation(type, folder));
    const workers = sampleWorkers(atEnd);
    return async (index, lane) => {
      const at = index % good.length;
      const { what, bytes } = forgeModel(good[at]!, new Random(20261129).fork(`case ${index}`));
      const [model, out] = [join(folder, `forged-${index}.synthmodel`), join(folder, `out-${index}.csv`)];
      writeFileSync(model, bytes);
      const byCommand = index % commandEvery === 0;
      const first = byCommand ? await sampleByCommand(model, out) : await workers(lane).sample(model, out);
      // what the worker had from cases before is not this model's
      const alone = !byCommand && (first.mb > maxMb || first.seconds > maxSeconds);
      const { mb, seconds } = alone ? await sampleByCommand(model, out) : first;
      const { code, message } = first;
      const wrote = existsSync(out);
      for (const file of [model, out]) rmSync(file, { force: true });
      return {
        what: `${[...types, ...related][at]}, ${what}`,
        code,
        named: message.includes(model) && /its part|not a model file/.test(message),
        wrote,
        mb,
        seconds,
        message,
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
