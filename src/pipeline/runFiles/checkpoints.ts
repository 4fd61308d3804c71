import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { CheckpointStore, ModelState } from "../../models/synthesizer.ts";
import { pathError } from "../../table/pathError.ts";
import type { JsonValue } from "../../transform/modelTable.ts";

/** Milliseconds between saves; `SYNDATA_CHECKPOINT_MS` overrides. */
const intervalMs = Number(process.env["SYNDATA_CHECKPOINT_MS"] ?? 15_000);

export interface CheckpointOptions {
  /** Throws when another process has taken the run over. */
  readonly mayWrite?: () => Promise<void>;
  /** Milliseconds between saves. */
  readonly every?: number;
}

/**
 * Keeps the last complete training state under `checkpoint/` of the run folder. A save goes to `checkpoint.new`, which
 * then takes the place of the old one, so a kill at any moment leaves one whole checkpoint.
 */
export async function openCheckpoints(
  runPath: string,
  resume: boolean,
  { mayWrite, every = intervalMs }: CheckpointOptions = {},
): Promise<CheckpointStore> {
  const current = join(runPath, "checkpoint");
  let last = Date.now();
  return {
    resume: resume ? await readCheckpoint(runPath) : undefined,
    due: () => Date.now() - last >= every,
    async save(state) {
      await mayWrite?.();
      const next = join(runPath, "checkpoint.new");
      await rm(next, { recursive: true, force: true });
      try {
        await writeCheckpoint(next, state);
      } catch (error) {
        // what a full disk cut short must not keep it full
        await rm(next, { recursive: true, force: true });
        throw pathError(error, next, "write");
      }
      await rm(current, { recursive: true, force: true });
      await rename(next, current);
      last = Date.now();
    },
  };
}

async function writeCheckpoint(folder: string, state: ModelState): Promise<void> {
  await mkdir(folder, { recursive: true });
  const parts: Record<string, string> = {};
  for (const [name, bytes] of state.parts) {
    await writeFile(join(folder, encodeURIComponent(name)), bytes);
    parts[name] = createHash("sha256").update(bytes).digest("hex");
  }
  await writeFile(join(folder, "state.json"), JSON.stringify({ json: state.json, parts }));
}

/** The last whole checkpoint, or undefined where there is none or it is damaged. */
async function readCheckpoint(runPath: string): Promise<ModelState | undefined> {
  for (const name of ["checkpoint", "checkpoint.new"]) {
    const folder = join(runPath, name);
    if (!existsSync(join(folder, "state.json"))) continue;
    try {
      const { json, parts } = JSON.parse(await readFile(join(folder, "state.json"), "utf8")) as {
        json: JsonValue;
        parts: Record<string, string>;
      };
      const read = new Map<string, Uint8Array>();
      for (const [part, hash] of Object.entries(parts)) {
        const bytes = await readFile(join(folder, encodeURIComponent(part)));
        if (createHash("sha256").update(bytes).digest("hex") !== hash) throw new Error("damaged");
        read.set(part, new Uint8Array(bytes));
      }
      return { json, parts: read };
    } catch {
      // a save cut short: try the other one
    }
  }
  return undefined;
}

export async function removeCheckpoints(runPath: string): Promise<void> {
  for (const name of ["checkpoint", "checkpoint.new"])
    await rm(join(runPath, name), { recursive: true, force: true });
}
