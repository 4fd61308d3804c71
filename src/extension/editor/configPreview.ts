import type * as vscode from "vscode";
import type { Preview, PreviewState } from "../../protocol/preview.ts";
import type { JobHandle } from "../../protocol/worker.ts";
import type { WorkerClient } from "../../worker/client.ts";
import { reason } from "../reason.ts";

/** An edit is followed once the text has been quiet this long. */
const quietMs = 600;
/** An idle child gives its memory back after this long. */
const idleMs = 60_000;

export interface PreviewSource {
  readonly text: string;
  readonly path: string;
}

/** Keeps a preview of a config up to date with its text, in a child process; an earlier one that is not ready is given up. */
export class ConfigPreview implements vscode.Disposable {
  readonly #newWorker: () => WorkerClient;
  readonly #changed: () => void;
  #state: PreviewState = { state: "off" };
  #worker: WorkerClient | undefined;
  #handle: JobHandle<Preview> | undefined;
  #wanted = "";
  #quiet: NodeJS.Timeout | undefined;
  #idle: NodeJS.Timeout | undefined;

  constructor(newWorker: () => WorkerClient, changed: () => void) {
    this.#newWorker = newWorker;
    this.#changed = changed;
  }

  get state(): PreviewState {
    return this.#state;
  }

  /** Undefined where no preview can or may be made. */
  want(source: PreviewSource | undefined): void {
    const key = source === undefined ? "" : JSON.stringify(source);
    if (key === this.#wanted) return;
    const isFirst = this.#wanted === "";
    this.#wanted = key;
    clearTimeout(this.#quiet);
    this.#handle?.cancel();
    this.#handle = undefined;
    if (source === undefined) this.#set({ state: "off" });
    else this.#quiet = setTimeout(() => void this.#make(source), isFirst ? 0 : quietMs);
  }

  dispose(): void {
    clearTimeout(this.#quiet);
    clearTimeout(this.#idle);
    this.#handle = undefined;
    this.#worker?.dispose();
    this.#worker = undefined;
  }

  async #make(source: PreviewSource): Promise<void> {
    clearTimeout(this.#idle);
    // an earlier preview stays in sight until the new one is there
    if (this.#state.state !== "ready") this.#set({ state: "working" });
    this.#worker ??= this.#newWorker();
    const handle = this.#worker.start("preview", source);
    this.#handle = handle;
    try {
      const preview = await handle.result;
      if (this.#handle === handle) this.#set({ state: "ready", preview });
    } catch (error) {
      if (this.#handle === handle) this.#set({ state: "failed", message: reason(error) });
    } finally {
      if (this.#handle === handle) this.#idle = setTimeout(() => this.#rest(), idleMs);
    }
  }

  #rest(): void {
    this.#worker?.dispose();
    this.#worker = undefined;
  }

  #set(state: PreviewState): void {
    this.#state = state;
    this.#changed();
  }
}
