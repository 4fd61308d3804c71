import { randomUUID } from "node:crypto";
import { link, rm, writeFile } from "node:fs/promises";

/** Creates a file that nobody sees before all of it is there. Throws EEXIST when there is one already. */
export async function createWhole(path: string, text: string): Promise<void> {
  const own = `${path}.${randomUUID()}.tmp`;
  await writeFile(own, text);
  try {
    await link(own, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") throw error;
    // a file system without links
    await writeFile(path, text, { flag: "wx" });
  } finally {
    await rm(own, { force: true });
  }
}
