import { parentPort, workerData } from "node:worker_threads";
import { ChainMover, type MoveSetup } from "./moveChains.ts";
import type { ThreadReply, ThreadRequest } from "./moveThreads.ts";

/** The program of a thread that moves rows (`dist/moves.cjs`). */
const mover = new ChainMover(workerData as MoveSetup);

function reply(message: ThreadReply, transfer: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transfer);
}

async function answer(request: ThreadRequest): Promise<void> {
  if (request.kind === "trees") mover.setTrees(request.masks);
  else if (request.kind === "end") {
    await mover.dispose();
    reply({ kind: "ended" });
  } else {
    const chains = await mover.move(request.task);
    const buffers = [...chains.tokens, ...chains.states].map((column) => column.buffer as ArrayBuffer);
    reply({ kind: "moved", chains }, buffers);
  }
}

parentPort?.on("message", (request: ThreadRequest) => {
  answer(request).catch((error: unknown) => {
    reply({ kind: "failed", message: error instanceof Error ? error.message : String(error) });
  });
});
