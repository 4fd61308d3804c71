/** An event of a job: `id` is its place, `data` what `GET /v1/jobs/{id}/events` lists. */
export interface ServerEvent {
  readonly id: number;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Reads a stream of server-sent events. Comments and events without an id or with other data than JSON are passed over. */
export async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerEvent> {
  const decoder = new TextDecoder();
  let text = "";
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      text += decoder.decode(value, { stream: true });
      const blocks = text.split(/\r?\n\r?\n/);
      text = blocks.pop()!;
      for (const block of blocks) {
        const event = parseBlock(block);
        if (event !== undefined) yield event;
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function parseBlock(block: string): ServerEvent | undefined {
  const fields = new Map<string, string>();
  for (const line of block.split(/\r?\n/)) {
    const at = line.indexOf(":");
    if (at <= 0) continue;
    const name = line.slice(0, at);
    const value = line.slice(at + 1).replace(/^ /, "");
    fields.set(name, fields.has(name) ? `${fields.get(name)}\n${value}` : value);
  }
  const id = Number(fields.get("id"));
  if (!Number.isSafeInteger(id) || id < 1) return undefined;
  try {
    return { id, type: fields.get("event") ?? "message", data: JSON.parse(fields.get("data") ?? "") };
  } catch {
    return undefined;
  }
}
