import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hashOf, type Probe, runArgs, syndata, undisturbed, writeWork, wrong } from "./probe.ts";

/** What lies on a disk of 256 KiB that is full but for `free` KiB. */
const disks = [
  { what: "output", mount: "full", output: "full/out.csv", free: 8 },
  { what: "run folder", mount: ".syndata", output: "out.csv", free: 24 },
  { what: "checkpoint", mount: ".syndata", output: "out.csv", free: 96 },
] as const;

export const fullDisk: Probe = {
  what: "disk full under the output, the run folder, the checkpoint: exit 1 and the file's name, nothing half-written; with space again, the same bytes",
  async attempt(folder) {
    const whole = await undisturbed(folder);
    const faults: string[] = [];
    for (const { what, mount, output, free } of disks) {
      const own = join(folder, what.replace(" ", "-"));
      writeWork(own, output);
      const disk = join(own, mount);
      mkdirSync(disk);
      command("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", disk);
      try {
        const ballast = join(disk, "ballast");
        writeFileSync(ballast, new Uint8Array((256 - free) * 1024));
        const end = await syndata(own, runArgs);
        const said = `${end.stdout}${end.stderr}`;
        const half = readdirSync(disk).filter((name) => name.endsWith(".tmp") || name === "out.csv");
        rmSync(ballast);
        command("mount", "-o", "remount,size=64m", disk);
        const resumed = await syndata(own, [...runArgs, "--resume"]);
        const again = resumed.code === 0 ? resumed : await syndata(own, runArgs);
        faults.push(
          ...wrong(
            [
              end.code === 1 && /no space|disk is full|full/i.test(said) && said.includes(mount),
              `${what}: exit ${end.code}: ${said.slice(-300)}`,
            ],
            [half.length === 0, `${what}: left ${half.join(", ")}`],
            [
              again.code === 0 && hashOf(join(own, output)) === whole,
              `${what}: exit ${again.code} with space again`,
            ],
          ),
        );
      } finally {
        command("umount", disk);
      }
    }
    return { n: disks.length, faults };
  },
};

export const littleMemory: Probe = {
  what: "a heap of 24 MB, an address space of 2 GB: a message and exit 1, or done; afterwards the same bytes",
  async attempt(folder) {
    const whole = await undisturbed(folder);
    const limits = [
      { what: "heap", options: { env: { NODE_OPTIONS: "--max-old-space-size=24" } } },
      { what: "address space", options: { before: ["prlimit", `--as=${2 * 2 ** 30}`, "--"] } },
    ];
    const faults: string[] = [];
    for (const { what, options } of limits) {
      const own = join(folder, what.replace(" ", "-"));
      writeWork(own);
      const end = await syndata(own, runArgs, options);
      const told = end.code === 0 || (end.code === 1 && `${end.stdout}${end.stderr}`.trim() !== "");
      // a process that cannot start at all is ended by the runtime with a message of its own
      const aborted = end.code === 133 || end.code === 134 || end.code === null;
      const again = existsSync(join(own, "out.csv")) ? end : await syndata(own, runArgs);
      faults.push(
        ...wrong(
          [told || aborted, `${what}: exit ${end.code}`],
          [
            again.code === 0 && hashOf(join(own, "out.csv")) === whole,
            `${what}: afterwards exit ${again.code}`,
          ],
        ),
      );
    }
    return { n: 2, faults };
  },
};

function command(program: string, ...args: readonly string[]): void {
  const { status, stderr } = spawnSync(program, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${program} ${args.join(" ")}: ${stderr}`);
}
