import { checkZip } from "../uploads/zipGuard.ts";

export const maxModelBytes = 512_000_000;
const maxEntries = 200;
const maxUnpacked = 1_000_000_000;

/**
 * Looks at the list of parts of a model file of somebody else. Nothing is unpacked here: that is done in a child, which refuses parts larger
 * than the file lets expect, and graphs that SynData does not write. @throws ServiceProblem bad-model
 */
export async function checkModelFile(path: string): Promise<void> {
  await checkZip(path, "bad-model", { maxEntries, maxUnpacked });
}
