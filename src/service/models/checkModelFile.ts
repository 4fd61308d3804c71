import { readFile } from "node:fs/promises";
import { unzipSync } from "fflate";
import { ServiceProblem } from "../problem.ts";
import { checkZip } from "../uploads/zipGuard.ts";

export const maxModelBytes = 512_000_000;
const maxEntries = 200;
const maxUnpacked = 1_000_000_000;

/** `key: "location"` of a tensor that lies in another file (StringStringEntryProto of ONNX). */
const externalTensor = Buffer.from("\x0a\x08location\x12", "latin1");

/** Looks at a model file of somebody else before anything of it is run. @throws ServiceProblem bad-model */
export async function checkModelFile(path: string): Promise<void> {
  await checkZip(path, "bad-model", { maxEntries, maxUnpacked });
  let parts: Record<string, Uint8Array>;
  try {
    // each part is unpacked into the size its entry names, and no further
    parts = unzipSync(await readFile(path));
  } catch {
    throw new ServiceProblem("bad-model", "it is damaged; send it again");
  }
  for (const bytes of Object.values(parts))
    if (Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(externalTensor))
      throw new ServiceProblem(
        "bad-model",
        "its graph reads tensors from other files, which no model of this program does",
      );
}
