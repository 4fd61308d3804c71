/** What is done with the messages of each type; a handler may answer later. */
export type MessageHandlers<M extends { readonly type: string }> = {
  readonly [T in M["type"]]: (message: Extract<M, { readonly type: T }>) => unknown;
};

/**
 * Passes a message to the handler of its type, at either end of a webview, and returns what that returns. What is no
 * message of these types is passed over: other scripts of the page may post too.
 */
export function handleMessage<M extends { readonly type: string }>(
  message: unknown,
  handlers: MessageHandlers<M>,
): unknown {
  if (typeof message !== "object" || message === null || !("type" in message)) return undefined;
  const { type } = message;
  if (typeof type !== "string" || !Object.hasOwn(handlers, type)) return undefined;
  return handlers[type as M["type"]](message as Extract<M, { readonly type: M["type"] }>);
}

/** Requests that wait for their answers, by numbers that go with both. */
export class WaitingRequests<Answer> {
  readonly #waiting = new Map<number, { resolve(answer: Answer): void; reject(error: Error): void }>();
  #nextId = 1;

  /** Sends a request under a number of its own and waits for its answer. */
  ask(send: (id: number) => void): Promise<Answer> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      send(id);
    });
  }

  /** The answer to a request; the first one counts. */
  answer(id: number, answer: Answer): void {
    this.#take(id)?.resolve(answer);
  }

  fail(id: number, message: string): void {
    this.#take(id)?.reject(new Error(message));
  }

  #take(id: number) {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
  }
}
