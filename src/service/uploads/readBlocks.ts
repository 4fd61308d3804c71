import { open } from "node:fs/promises";

const blockBytes = 1_048_576;

/** Reads a file from its start to its end, block after block, into one buffer: what `see` gets is overwritten after it returns. */
export async function readBlocks(path: string, see: (block: Buffer) => void): Promise<void> {
  const buffer = Buffer.allocUnsafeSlow(blockBytes);
  const file = await open(path, "r");
  try {
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, blockBytes, null);
      if (bytesRead === 0) return;
      see(buffer.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
}
