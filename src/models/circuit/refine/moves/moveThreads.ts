import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import type { LeafMasks } from "../leafMasks.ts";
import type { Chains } from "./chains.ts";
import type { MoveSetup, MoveTask } from "./moveChains.ts";

/** What a thread is sent. */
export type ThreadRequest =
  | { readonly kind: "trees"; readonly masks: LeafMasks }
  | { readonly kind: "move"; readonly task: MoveTask }
  | { readonly kind: "end" };

/** What it answers to `move` and `end`. */
export type ThreadReply =
  | { readonly kind: "moved"; readonly chains: Chains }
  | { readonly kind: "ended" }
  | { readonly kind: "failed"; readonly message: string };

/** The program of a thread: a file beside the running bundle; there is none when TypeScript runs as it is. */
export function threadFile(): string {
  return fileURLToPath(new URL("./moves.cjs", import.meta.url));
}

/** A thread that moves rows, one strip after another. */
export class MoveThread {
  readonly #worker: Worker;
  #settle: { resolve(reply: ThreadReply): void; reject(error: Error): void } | undefined;

  constructor(file: string, setup: MoveSetup) {
    this.#worker = new Worker(file, { workerData: setup, stdout: false, stderr: false });
    this.#worker.on("message", (reply: ThreadReply) => this.#settle?.resolve(reply));
    const fail = (error: Error): void => this.#settle?.reject(error);
    this.#worker.on("error", fail);
    this.#worker.on("exit", (code) => fail(new Error(`a thread that refines rows ended with code ${code}`)));
  }

  setTrees(masks: LeafMasks): void {
    this.#worker.postMessage({ kind: "trees", masks } satisfies ThreadRequest);
  }

  async move(task: MoveTask): Promise<Chains> {
    const { tokens, states } = task.chains;
    const buffers = [...tokens, ...states].map((column) => column.buffer as ArrayBuffer);
    const reply = await this.#ask({ kind: "move", task }, buffers);
    if (reply.kind !== "moved") throw new Error("a thread that refines rows answered out of turn");
    return reply.chains;
  }

  async dispose(): Promise<void> {
    await this.#ask({ kind: "end" }, []).catch(() => undefined);
    await this.#worker.terminate();
  }

  async #ask(request: ThreadRequest, transfer: ArrayBuffer[]): Promise<ThreadReply> {
    const reply = await new Promise<ThreadReply>((resolve, reject) => {
      this.#settle = { resolve, reject };
      this.#worker.postMessage(request, transfer);
    });
    if (reply.kind === "failed") throw new Error(reply.message);
    return reply;
  }
}
