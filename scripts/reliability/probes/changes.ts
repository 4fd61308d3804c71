import { appendFileSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hashOf, type Probe, partWay, runArgs, syndata, undisturbed, writeWork, wrong } from "./probe.ts";

interface Change {
  readonly file: string;
  make(path: string): void;
}

const changes: readonly Change[] = [
  { file: "penguins.csv", make: (path) => appendFileSync(path, "Adelie,Dream,40,18,190,3700,male,2009\n") },
  { file: "penguins.csv", make: (path) => renameSync(path, `${path}.gone`) },
  {
    file: "w.synth.json",
    make: (path) => writeFileSync(path, readFileSync(path, "utf8").replace('"epochs":200', '"epochs":201')),
  },
];

export const changedBetween: Probe = {
  what: "source changed, source deleted, config changed before a resume: exit 2 and the file's name; put back, the same bytes",
  async attempt(folder) {
    const whole = await undisturbed(folder);
    const faults: string[] = [];
    for (const [at, { file, make }] of changes.entries()) {
      const own = join(folder, String(at));
      writeWork(own);
      await syndata(own, runArgs, { once: { seen: partWay, act: (child) => child.kill("SIGINT") } });
      make(join(own, file));
      const refused = await syndata(own, [...runArgs, "--resume"]);
      writeWork(own);
      const resumed = await syndata(own, [...runArgs, "--resume"]);
      faults.push(
        ...wrong(
          [
            refused.code === 2 && `${refused.stdout}${refused.stderr}`.includes(file),
            `change ${at}: exit ${refused.code}`,
          ],
          [
            resumed.code === 0 && hashOf(join(own, "out.csv")) === whole,
            `change ${at}: put back, not the same bytes`,
          ],
        ),
      );
    }
    return { n: changes.length, faults };
  },
};
