import { mkdir, open } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { writeAtomically } from "../../runFolder/writeAtomically.ts";
import { idPattern } from "../ids.ts";

/** The kinds of records a tenant has; each is a folder of folders. */
const places = {
  uploads: "uploads",
  jobs: "jobs",
  models: "models",
  outputs: "generated",
  reports: join("generated", "reports"),
} as const;

export type Place = keyof typeof places;

/** Names of tenants; `reports` would collide with a folder. */
export const tenantPattern = /^(?!reports$)[a-z0-9][a-z0-9-]{0,31}$/;

/**
 * The folder of the service. Every path in it is made here from ids of ours, so that nothing a client sends can name a file.
 *
 * `uploads/ generated/ generated/reports/ jobs/ models/`, each with `<tenant>/<id>/`.
 */
export class DataFolder {
  readonly root: string;

  constructor(root: string) {
    this.root = resolve(root);
  }

  /** @throws Error when tenant or id are not of our form; a caller has checked them before */
  path(place: Place, tenant: string, id: string, ...file: string[]): string {
    if (!tenantPattern.test(tenant) || !idPattern.test(id))
      throw new Error("not a tenant and id of this service");
    return join(this.root, places[place], tenant, id, ...file);
  }

  place(place: Place, tenant = ""): string {
    if (tenant !== "" && !tenantPattern.test(tenant)) throw new Error("not a tenant of this service");
    return join(this.root, places[place], tenant);
  }

  async prepare(): Promise<void> {
    await mkdir(this.root, { recursive: true, mode: 0o700 });
    for (const place of Object.keys(places) as Place[]) await mkdir(this.place(place), { recursive: true });
  }

  /** The text without paths of this machine: of a file in the folder, its name remains. */
  withoutPaths(text: string): string {
    return text
      .split(this.root)
      .map((part, i) => (i === 0 ? part : part.replace(/^(?:[/\\][^/\\\s"':;,]*)*[/\\]/, "")))
      .join("");
  }
}

/** Writes a record whole and durably: after this returns, it survives the loss of power. */
export async function writeRecord(path: string, value: unknown): Promise<void> {
  await writeRecordText(path, `${JSON.stringify(value)}\n`);
}

export async function writeRecordText(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeAtomically(path, text);
  await syncFolder(dirname(path));
}

/** Makes the names in a folder durable; systems that cannot open folders do so by themselves. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r").catch(() => undefined);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}
