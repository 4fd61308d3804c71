import { readFileSync, writeFileSync } from "node:fs";
import { fillDiscreteGaussian } from "../src/privacy/discreteGaussian.ts";
import { SecretBits } from "../src/privacy/secretBits.ts";
import { plantedFaults, playEvent } from "./privacyAudit/eventGame.ts";
import { playGame } from "./privacyAudit/game.ts";
import { auditedPlan, realMechanism, withNoise } from "./privacyAudit/mechanism.ts";
import { auditOneRun, type Score } from "./privacyAudit/oneRun.ts";
import { auditedPrivacy } from "./privacyAudit/release.ts";
import { residualAudit } from "./privacyAudit/residualAudit.ts";
import { samplerFit } from "./privacyAudit/samplerAudit.ts";

/**
 * `npm run audit`: the audits of differential privacy in their long form, with noise from the operating system's generator, and their
 * figures into the table of `docs/privacy.md`. Ends with 1 where a bound lies above what was promised or a planted fault passes.
 */
const delta = 1e-6;
const bits = new SecretBits();
const lines: string[] = [];
let faults = 0;

for (const variance of [
  { numerator: 1, denominator: 3 },
  { numerator: 10, denominator: 1 },
  { numerator: 1_000_000, denominator: 1 },
]) {
  const p = samplerFit(fillDiscreteGaussian(new Int32Array(2_000_000), variance, bits), variance, 200);
  record(
    `sampler, σ² = ${variance.numerator}/${variance.denominator}, 2,000,000 draws, χ² of 200 bins`,
    `p = ${p.toFixed(3)}`,
    p > 1e-4,
  );
}
for (const epsilon of [1, 3, 10]) {
  // noise of little variance is far from Gaussian, by which the game judges; the sum over many tables is not
  const columns = epsilon < 10 ? 2 : 6;
  const audited = auditedPlan(epsilon, delta, columns, 2);
  const bound = playGame(audited, realMechanism(audited), { runs: 100_000, bits });
  record(
    `distinguishing game, ε = ${epsilon}, 100,000 runs a side`,
    `ε ≥ ${bound.toFixed(2)}`,
    bound <= epsilon,
  );
  const half = playGame(audited, withNoise(audited, 0.5), { runs: 5000, bits });
  record(`planted: half of σ, ε = ${epsilon}, 5,000 runs a side`, `ε ≥ ${half.toFixed(2)}`, half > epsilon);
  const doubled = realMechanism(auditedPlan(2 * epsilon, delta, columns, 2));
  const powerRuns = epsilon < 3 ? 5000 : 1500;
  const caught = repeat(100, () => playGame(audited, doubled, { runs: powerRuns, bits }) > epsilon);
  record(
    `power of the game: ε = ${2 * epsilon} given out as ${epsilon}, ${powerRuns.toLocaleString("en-US")} runs a side`,
    `${caught} of 100 caught`,
    caught >= 95,
  );
}
auditPlanted();
auditResiduals();
for (const score of ["tables", "likelihood"] as const) {
  const bounds: number[] = [];
  for (let seed = 0; seed < 10; seed++) bounds.push(await oneRun(3, score, seed));
  record(
    `one run, 2,000 canaries scored by ${score}, ε = 3, 10 runs`,
    `ε ≥ ${Math.max(...bounds).toFixed(2)}`,
    Math.max(...bounds) <= 3,
  );
}
let caughtInOneRun = 0;
for (let seed = 0; seed < 100; seed++) if ((await oneRun(6, "tables", seed)) > 3) caughtInOneRun++;
record("power of one run: ε = 6 given out as 3", `${caughtInOneRun} of 100 caught`, caughtInOneRun >= 95);
writeTable();
process.exitCode = faults > 0 ? 1 : 0;

/** Each fault is caught, and the product passes the same game. */
function auditPlanted(): void {
  const { epsilon } = auditedPrivacy;
  for (const { name, faulty, right, event } of plantedFaults) {
    const passed = playEvent(right, event, { runs: 2000, bits });
    record(
      `the product: ${name}, ε = ${epsilon}, 2,000 runs a side`,
      `ε ≥ ${passed.toFixed(2)}`,
      passed <= epsilon,
    );
    const caught = repeat(100, () => playEvent(faulty, event, { runs: 100, bits }) > epsilon);
    record(`planted: ${name}, 100 runs a side`, `${caught} of 100 caught`, caught >= 95);
  }
}

/** What is left of the noisy tables without the counts has the variance promised, and ε doubled is caught. */
function auditResiduals(): void {
  const audited = auditedPlan(3, delta, 5, 8);
  const tokens = audited.sizes.map(() => new Int32Array(100));
  const doubled = auditedPlan(6, delta, 5, 8);
  const below = (mechanism: ReturnType<typeof realMechanism>) =>
    repeat(100, () => residualAudit(audited, mechanism, tokens, bits) < 0.001);
  const alarms = below(realMechanism(audited));
  record("residuals of one run, ε = 3, 100 runs", `${alarms} of 100 below p = 0.001`, alarms <= 3);
  const caught = below(realMechanism(doubled));
  record("power of the residuals: ε = 6 given out as 3", `${caught} of 100 caught`, caught >= 95);
}

/** The bound that 2,000 canaries give of ε, promised to be 3, by a mechanism of the ε given. */
function oneRun(epsilon: number, score: Score, seed: number): Promise<number> {
  const [columns, values] = [5, 40];
  return auditOneRun(
    auditedPlan(3, delta, columns, values),
    realMechanism(auditedPlan(epsilon, delta, columns, values)),
    { canaries: 2000, score, seed, bits },
  );
}

function repeat(times: number, isCaught: () => boolean): number {
  let caught = 0;
  for (let i = 0; i < times; i++) if (isCaught()) caught++;
  return caught;
}

function record(what: string, figure: string, isRight: boolean): void {
  if (!isRight) faults++;
  lines.push(`| ${what} | ${figure} | ${isRight ? "yes" : "**no**"} |`);
  console.log(`${isRight ? "✔" : "✖"} ${what}: ${figure}`);
}

function writeTable(): void {
  const path = "docs/privacy.md";
  const table = ["| audit | figure | as it should be |", "|---|---|---|", ...lines].join("\n");
  const text = readFileSync(path, "utf8");
  writeFileSync(path, text.replace(/(<!-- audit: guarantee -->\n)[\s\S]*?(<!-- end -->)/, `$1${table}\n$2`));
}
