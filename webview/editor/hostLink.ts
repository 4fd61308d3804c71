import type { EditorRequest, EditorToHost, HostToEditor } from "../../src/protocol/editor.ts";

/** The webview's end of the wire. */
export interface Host {
  post(message: EditorToHost): void;
  state(): unknown;
  keep(state: unknown): void;
}

/** Requests with answers; what is not an answer goes to `listener`. */
export class HostLink {
  readonly #host: Host;
  readonly #waiting = new Map<number, { resolve(): void; reject(error: Error): void }>();
  #nextId = 1;

  constructor(host: Host, listener: (message: Exclude<HostToEditor, { type: "reply" }>) => void) {
    this.#host = host;
    window.addEventListener("message", ({ data }: MessageEvent<HostToEditor>) => {
      if (data.type === "reply") this.#settle(data.id, data.error);
      else listener(data);
    });
  }

  ready(): void {
    this.#host.post({ type: "ready" });
  }

  /** Rejects with what the host says went wrong, in words for a person. */
  request(request: EditorRequest, signal?: AbortSignal): Promise<void> {
    const id = this.#nextId++;
    signal?.addEventListener("abort", () => {
      this.#host.post({ type: "cancel", id });
      this.#settle(id, undefined);
    });
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#host.post({ type: "request", id, ...request });
    });
  }

  #settle(id: number, error: string | undefined): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error === undefined) waiting?.resolve();
    else waiting?.reject(new Error(error));
  }
}
