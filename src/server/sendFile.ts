import type { Readable } from "node:stream";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { OutputFile } from "../protocol/service.ts";
import { ServiceProblem } from "../service/problem.ts";
import type { ByteRange } from "../service/store/blobStore.ts";

/** Streams a file: whole, or a range of it, or nothing where the client has it already. Its SHA-256 is its ETag. */
export async function sendFile(
  { output, read }: { readonly output: OutputFile; read(range?: ByteRange): Promise<Readable> },
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const etag = `"${output.sha256}"`;
  reply.header("etag", etag).header("accept-ranges", "bytes").header("cache-control", "private, no-cache");
  reply.header("content-disposition", disposition(output.file)).type(output.type);
  const { headers } = request;
  if (matches(headers["if-none-match"], etag)) return await reply.code(304).send();
  const { range } = headers;
  const ifRange = headers["if-range"];
  const span =
    range === undefined || (ifRange !== undefined && ifRange !== etag)
      ? undefined
      : rangeOf(range, output.bytes);
  if (span === "outside") {
    reply.header("content-range", `bytes */${output.bytes}`);
    throw new ServiceProblem("bad-range", `the file has ${output.bytes} bytes`, { limit: output.bytes });
  }
  if (span === undefined) {
    reply.header("content-length", String(output.bytes));
    return await reply.send(request.method === "HEAD" || output.bytes === 0 ? "" : await read());
  }
  const [start, end] = span;
  reply
    .code(206)
    .header("content-range", `bytes ${start}-${end}/${output.bytes}`)
    .header("content-length", String(end - start + 1));
  return await reply.send(request.method === "HEAD" ? "" : await read({ start, end }));
}

/** RFC 6266 with RFC 8187: a plain name for old clients, the true one for others. */
export function disposition(file: string, kind: "attachment" | "inline" = "attachment"): string {
  const plain = file.replace(/[^A-Za-z0-9._-]+/g, "_");
  const exact = encodeURIComponent(file).replace(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kind}; filename="${plain}"; filename*=UTF-8''${exact}`;
}

function matches(header: string | undefined, etag: string): boolean {
  const tags = (header ?? "").split(",").map((part) => part.trim().replace(/^W\//, ""));
  return tags.includes(etag) || tags.includes("*");
}

/** First and last byte of a single range; undefined for what is no range or several, which are answered by the whole file. */
function rangeOf(header: string, size: number): readonly [number, number] | "outside" | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header.trim());
  if (match === null || (match[1] === "" && match[2] === "")) return undefined;
  const [from, to] = [match[1]!, match[2]!];
  const start = from === "" ? Math.max(0, size - Number(to)) : Number(from);
  const end = from === "" || to === "" ? size - 1 : Math.min(Number(to), size - 1);
  return start > end || start >= size ? "outside" : [start, end];
}
