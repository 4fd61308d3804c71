import type { FastifyReply } from "fastify";
import type { NumberedEvent } from "../service/jobs/eventLog.ts";
import { isEnded, type StoredJob } from "../service/jobs/jobRecord.ts";
import type { Service } from "../service/service.ts";

const heartbeatMs = 15_000;
/** A client that does not read is let go when so many bytes wait for it; it continues by Last-Event-ID. */
const maxBuffered = 1_000_000;

/** Sends a job's events after `after`, those that are there and those to come, and ends with the job. */
export async function streamEvents(
  service: Service,
  job: StoredJob,
  after: number,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { id, tenant } = job.request;
  reply.hijack();
  const { raw } = reply;
  const headers = Object.entries(reply.getHeaders()) as [string, string][];
  for (const [name, value] of headers) raw.setHeader(name, value);
  raw.setHeader("content-type", "text/event-stream; charset=utf-8");
  raw.setHeader("cache-control", "no-store");
  raw.setHeader("x-accel-buffering", "no");
  raw.writeHead(200);
  raw.write("retry: 2000\n\n");
  let sent = after;
  let replaying: NumberedEvent[] | undefined = [];
  const send = (numbered: NumberedEvent): void => {
    if (raw.destroyed) return;
    if (numbered.id <= sent) {
      // known already; but no stream outlives its job
      if (endsStream(numbered)) raw.end();
      return;
    }
    sent = numbered.id;
    raw.write(
      `id: ${numbered.id}\nevent: ${numbered.event.type}\ndata: ${JSON.stringify(numbered.event)}\n\n`,
    );
    if (raw.writableLength > maxBuffered) raw.destroy();
    else if (endsStream(numbered)) raw.end();
  };
  const forget = service.events.listen(tenant, id, (numbered) => {
    if (replaying === undefined) send(numbered);
    else replaying.push(numbered);
  });
  const heartbeat = setInterval(() => raw.write(": \n\n"), heartbeatMs);
  raw.on("close", () => {
    clearInterval(heartbeat);
    forget();
  });
  const all = await service.events.read(tenant, id, 0);
  const last = all.at(-1);
  // a client may have heard what the disk then had no room for
  sent = Math.min(after, last?.id ?? 0);
  const past = all.filter((numbered) => numbered.id > sent);
  // an end that was followed by a resumption is history, not the end of the stream
  for (const numbered of past) {
    if (numbered === last || !endsStream(numbered)) send(numbered);
    else if (numbered.id > sent && !raw.destroyed) {
      sent = numbered.id;
      raw.write(`id: ${numbered.id}\nevent: state\ndata: ${JSON.stringify(numbered.event)}\n\n`);
    }
  }
  for (const numbered of replaying) send(numbered);
  replaying = undefined;
  if (isEnded(job.status) && !raw.writableEnded) raw.end();
  return reply;
}

function endsStream({ event }: NumberedEvent): boolean {
  return event.type === "state" && isEnded({ state: event.state });
}
