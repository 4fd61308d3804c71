import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm, stat, utimes } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { ignoreInGit, isInside, realPathOf } from "../runFolder/realPath.ts";
import { writeAtomically } from "../runFolder/writeAtomically.ts";
import { UserError } from "../table/userError.ts";

/** Results that no step of the last full run used, and how many such are kept, newest first. */
const spare = 12;

/**
 * Results of steps by key, under `.syndata/notebooks/NAME/` beside the notebook: models, synthetic tables, reports. Never source
 * rows. The folder ignores itself in git and may be deleted at any time.
 */
export class StepCache {
  readonly folder: string;
  readonly #used = new Set<string>();

  constructor(notebookPath: string) {
    const name = basename(notebookPath)
      .replace(/\.synthnb$/i, "")
      .replace(/[^\w-]+/g, "_");
    this.folder = join(dirname(notebookPath), ".syndata", "notebooks", name);
  }

  /** Absolute path of a result. */
  file(name: string): string {
    this.#used.add(name);
    return join(this.folder, name);
  }

  has(name: string): boolean {
    return existsSync(this.file(name));
  }

  /** @throws UserError when a link leads out of the notebook's folder */
  async open(): Promise<void> {
    const beside = join(this.folder, "..", "..", "..");
    if (!isInside(realPathOf(beside), realPathOf(this.folder)))
      throw new UserError(
        `${join(beside, ".syndata")} leads to another folder by a link: a notebook writes beside itself only; remove the link`,
      );
    await mkdir(this.folder, { recursive: true });
    await ignoreInGit(join(this.folder, "..", ".."));
  }

  /** Undefined when it is not there or is damaged. */
  async readJson<T>(name: string): Promise<T | undefined> {
    try {
      return JSON.parse(await readFile(this.file(name), "utf8")) as T;
    } catch {
      return undefined;
    }
  }

  async writeJson(name: string, value: unknown): Promise<void> {
    await this.open();
    await writeAtomically(this.file(name), `${JSON.stringify(value)}\n`);
  }

  /** After a full run: what it used is kept, and a few of the others. */
  async prune(): Promise<void> {
    if (!existsSync(this.folder)) return;
    const now = new Date();
    const others: { name: string; time: number }[] = [];
    for (const name of await readdir(this.folder)) {
      const path = join(this.folder, name);
      if (this.#used.has(name)) await utimes(path, now, now).catch(() => undefined);
      else others.push({ name, time: (await stat(path)).mtimeMs });
    }
    others.sort((a, b) => b.time - a.time);
    for (const { name } of others.slice(spare))
      await rm(join(this.folder, name), { recursive: true, force: true });
  }
}
