import { handleMessage, type MessageHandlers, WaitingRequests } from "../../src/protocol/messageHandler.ts";

/** The webview's end of the wire. */
export interface Host<Message> {
  post(message: Message): void;
  state(): unknown;
  keep(state: unknown): void;
}

/** Answer to the request of this id: done, or why not. */
interface Reply {
  readonly type: "reply";
  readonly id: number;
  readonly error?: string;
}

/** Requests with answers; what is not an answer goes to the handlers. */
export class HostLink<In extends { readonly type: string }, Request extends object> {
  readonly #host: Host<unknown>;
  readonly #waiting = new WaitingRequests<void>();

  constructor(host: Host<never>, handlers: MessageHandlers<Exclude<In, { type: "reply" }>>) {
    this.#host = host as Host<unknown>;
    const all = {
      ...handlers,
      reply: ({ id, error }: Reply) =>
        error === undefined ? this.#waiting.answer(id, undefined) : this.#waiting.fail(id, error),
    } as unknown as MessageHandlers<In>;
    window.addEventListener("message", ({ data }: MessageEvent<unknown>) => handleMessage<In>(data, all));
  }

  /** `more`: what the host is told of this page besides. */
  ready(more: object = {}): void {
    this.#host.post({ type: "ready", ...more });
  }

  /** Rejects with what the host says went wrong, in words for a person. */
  request(request: Request, signal?: AbortSignal): Promise<void> {
    return this.#waiting.ask((id) => {
      signal?.addEventListener("abort", () => {
        this.#host.post({ type: "cancel", id });
        this.#waiting.answer(id, undefined);
      });
      this.#host.post({ type: "request", id, ...request });
    });
  }
}
