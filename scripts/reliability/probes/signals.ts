import { existsSync } from "node:fs";
import { join } from "node:path";
import { hashOf, type Probe, partWay, runArgs, syndata, undisturbed, writeWork, wrong } from "./probe.ts";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

export const askedToEnd: Probe = {
  what: "SIGINT, SIGTERM, SIGHUP while it trains: exit 130, nothing half-written, resumed to the same bytes",
  async attempt(folder) {
    const whole = await undisturbed(folder);
    const faults: string[] = [];
    for (const signal of signals) {
      const own = join(folder, signal);
      writeWork(own);
      const end = await syndata(own, runArgs, {
        once: { seen: partWay, act: (child) => child.kill(signal) },
      });
      const early = existsSync(join(own, "out.csv"));
      const resumed = await syndata(own, [...runArgs, "--resume"]);
      faults.push(
        ...wrong(
          [end.code === 130, `${signal}: exit ${end.code}`],
          [!early, `${signal}: a table although it was stopped`],
          [
            resumed.code === 0 && hashOf(join(own, "out.csv")) === whole,
            `${signal}: not resumed to the same bytes`,
          ],
        ),
      );
    }
    return { n: signals.length, faults };
  },
};

export const together: Probe = {
  what: "two runs of one config at once, and two resumes of one run: the same bytes, one resume refused",
  async attempt(folder) {
    const whole = await undisturbed(folder);
    writeWork(folder);
    const [first, second] = await Promise.all([syndata(folder, runArgs), syndata(folder, runArgs)]);
    const both = hashOf(join(folder, "out.csv")) === whole;
    const own = join(folder, "resumed");
    writeWork(own);
    await syndata(own, runArgs, { once: { seen: partWay, act: (child) => child.kill("SIGINT") } });
    const resume = [...runArgs, "--resume"];
    const ends = await Promise.all([syndata(own, resume), syndata(own, resume)]);
    const codes = ends.map(({ code }) => code).sort();
    const faults = wrong(
      [
        first.code === 0 && second.code === 0 && both,
        `two runs ended with ${first.code} and ${second.code}, same bytes: ${both}`,
      ],
      [codes[0] === 0 && codes[1] === 2, `two resumes ended with ${codes.join(" and ")}`],
      [hashOf(join(own, "out.csv")) === whole, "two resumes: other bytes"],
    );
    return { n: 2, faults };
  },
};
