import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Process numbers of the children that work on a job now: the lease of its run names them. */
export function childrenOf(data: string, tenant: string, id: string): number[] {
  const found = new Set<number>();
  for (const path of filesIn(join(data, "jobs", tenant, id, "work", ".syndata", "runs"))) {
    if (!/lease-\d+\.json$/.test(path)) continue;
    const lease = JSON.parse(readFileSync(path, "utf8")) as {
      readonly pid: number;
      readonly released?: boolean;
    };
    if (lease.released !== true && isAlive(lease.pid)) found.add(lease.pid);
  }
  return [...found];
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesIn(join(folder, entry.name)) : [join(folder, entry.name)],
  );
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
