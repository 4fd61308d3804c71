import type { EditorRequest, EditorToHost, HostToEditor } from "../../src/protocol/editor.ts";
import { handleMessage, type MessageHandlers, WaitingRequests } from "../../src/protocol/messageHandler.ts";

/** The webview's end of the wire. */
export interface Host {
  post(message: EditorToHost): void;
  state(): unknown;
  keep(state: unknown): void;
}

/** Requests with answers; what is not an answer goes to the handlers. */
export class HostLink {
  readonly #host: Host;
  readonly #waiting = new WaitingRequests<void>();

  constructor(host: Host, handlers: MessageHandlers<Exclude<HostToEditor, { type: "reply" }>>) {
    this.#host = host;
    window.addEventListener("message", ({ data }: MessageEvent<unknown>) =>
      handleMessage<HostToEditor>(data, {
        ...handlers,
        reply: ({ id, error }) =>
          error === undefined ? this.#waiting.answer(id, undefined) : this.#waiting.fail(id, error),
      }),
    );
  }

  ready(): void {
    this.#host.post({ type: "ready" });
  }

  /** Rejects with what the host says went wrong, in words for a person. */
  request(request: EditorRequest, signal?: AbortSignal): Promise<void> {
    return this.#waiting.ask((id) => {
      signal?.addEventListener("abort", () => {
        this.#host.post({ type: "cancel", id });
        this.#waiting.answer(id, undefined);
      });
      this.#host.post({ type: "request", id, ...request });
    });
  }
}
