import { open } from "node:fs/promises";

/** Appends a text to a file, all of it or nothing: on a disk that fills, what was written of it is taken back. */
export async function appendWhole(path: string, text: string): Promise<void> {
  const file = await open(path, "a");
  try {
    const { size } = await file.stat();
    try {
      await file.writeFile(text);
    } catch (error) {
      await file.truncate(size);
      throw error;
    }
  } finally {
    await file.close();
  }
}
