import { copyFileSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Probe, syndata, writeWork } from "./probe.ts";

const commands: readonly (readonly string[])[] = [
  ["init", "penguins.csv", "--force"],
  ["profile", "penguins.csv"],
  ["pii", "penguins.csv"],
  ["rules", "penguins.csv"],
  ["run", "w.synth.json", "--set", "report.enabled=true"],
  ["sample", "w.synthmodel", "--rows", "100", "--out", "more.parquet"],
  ["report", "--real", "penguins.csv", "--synthetic", "out.csv"],
  ["compare", "w.synth.json", "--models", "independent,circuit"],
  ["notebook", "penguins.synthnb"],
  ["mcp"],
];

/** Every system call that makes or uses a socket, of all processes of each command. */
export const network: Probe = {
  what: "sockets of the internet opened by init, profile, pii, rules, run, sample, report, compare, notebook, mcp (strace)",
  async attempt(folder) {
    writeWork(folder, "out.csv");
    copyFileSync(resolve("examples/penguins.synthnb"), join(folder, "penguins.synthnb"));
    const faults: string[] = [];
    for (const [at, args] of commands.entries()) {
      const trace = join(folder, `trace-${at}`);
      const end = await syndata(folder, args, {
        before: ["strace", "-f", "-qq", "-e", "trace=%network", "-o", trace],
      });
      const calls = readFileSync(trace, "utf8").split("\n");
      const reached = calls.filter((line) => /AF_INET|sin_addr|sin6_addr/.test(line));
      if (reached.length > 0) faults.push(`${args[0]}: ${reached[0]}`);
      if (end.code !== 0) faults.push(`${args[0]}: exit ${end.code}: ${end.stderr.slice(-300)}`);
    }
    return { n: commands.length, faults };
  },
};
