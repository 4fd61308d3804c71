import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { nearest } from "../jsonc/nearest.ts";
import { listRuns } from "../runFolder/runFolder.ts";
import { UserError } from "../table/userError.ts";
import { newestFirst, type PastRun } from "./pastRun.ts";

/** Folders that hold no configs of a person. */
const skipped = new Set(["node_modules", ".git"]);
const maxDepth = 6;

/** All runs of the configs in a folder and the folders in it, newest first. Links are not followed. */
export async function allRuns(folder: string): Promise<PastRun[]> {
  return newestFirst(await below(folder, 0));
}

/** The run that a person gave this name, or whose id is it or begins so; the newest without a name. @throws UserError */
export async function findRun(folder: string, name: string | undefined): Promise<PastRun> {
  const runs = await allRuns(folder);
  const named = runs.filter(({ mark }) => name !== undefined && name !== "" && mark.name === name);
  const found =
    named.length > 0 ? named : runs.filter(({ folder: { id } }) => name === undefined || id.startsWith(name));
  const exact = found.find(({ folder: { id } }) => id === name);
  const [run] = exact === undefined ? found : [exact];
  if (run !== undefined && (name === undefined || exact !== undefined || found.length === 1)) return run;
  const names = runs.flatMap(({ folder: { id }, mark }) => (mark.name === "" ? [id] : [mark.name, id]));
  if (run !== undefined)
    throw new UserError(
      `${found.length} runs are called ${name} or begin so; name one of ${found
        .slice(0, 5)
        .map(({ folder: { id } }) => id)
        .join(", ")}`,
    );
  const guess = name === undefined ? undefined : nearest(name, names);
  throw new UserError(
    name === undefined
      ? "no runs here yet"
      : `there is no run ${name}${guess ? `; did you mean ${guess}?` : ""}`,
  );
}

async function below(folder: string, depth: number): Promise<PastRun[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const found: PastRun[] = [];
  for (const entry of entries) {
    if (!entry.isDirectory() || skipped.has(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.name === ".syndata") found.push(...(await listRuns(join(path, "runs"))));
    else if (depth < maxDepth) found.push(...(await below(path, depth + 1)));
  }
  return found;
}
