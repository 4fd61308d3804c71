import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { request as httpRequest } from "node:http";
import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import type { Measured } from "./measured.ts";
import { ServerProcess } from "./serverProcess.ts";

/** One gigabyte as a raw body. */
export async function largeUpload(): Promise<Measured[]> {
  const server = new ServerProcess({ SYNDATA_MIN_FREE_BYTES: "1" });
  await server.start();
  const line = `${randomBytes(40).toString("hex")},1\n`;
  const block = Buffer.from(line.repeat(Math.ceil(1_000_000 / line.length)));
  const blocks = 1000;
  const hash = createHash("sha256");
  for (let i = 0; i < blocks; i++) hash.update(block);
  const started = performance.now();
  const body = Readable.from(
    (function* () {
      for (let i = 0; i < blocks; i++) yield block;
    })(),
  );
  const answer = await server.call("/v1/uploads", {
    method: "POST",
    body: Readable.toWeb(body) as unknown as ReadableStream,
    headers: { "content-type": "text/csv", "x-filename": "large.csv" },
    ...({ duplex: "half" } as object),
  });
  const { sha256 } = (await answer.json()) as { sha256?: string };
  const seconds = (performance.now() - started) / 1000;
  const { peak } = server.memory();
  await server.kill("SIGTERM");
  const right = sha256 === hash.digest("hex");
  return [
    {
      what: "upload of 1 GB as a raw body",
      figure: `${((block.length * blocks) / 1e6 / seconds).toFixed(0)} MB/s, SHA-256 ${right ? "right" : "WRONG"}, peak memory of the server ${peak} MB`,
      passed: right && peak <= 200,
    },
  ];
}

/** Five gigabytes by tus, the connection cut three times in the middle of a part. */
export async function resumedUpload(): Promise<Measured[]> {
  const server = new ServerProcess({ SYNDATA_MIN_FREE_BYTES: "1" });
  await server.start();
  const block = Buffer.alloc(1_000_000, "0123456789,abcdefghij,0.125\n");
  const blocks = 5000;
  const size = block.length * blocks;
  const tus = { "tus-resumable": "1.0.0" };
  const name = Buffer.from("large.csv").toString("base64");
  const made = await server.call("/v1/uploads/tus", {
    method: "POST",
    headers: { ...tus, "upload-length": String(size), "upload-metadata": `filename ${name}` },
  });
  const place = new URL(made.headers.get("location")!, server.base).pathname;
  const started = performance.now();
  const cuts = [0.2, 0.5, 0.8].map((share) => Math.floor(share * blocks) * block.length + 300_000);
  let offset = 0;
  let resumed = 0;
  while (offset < size) {
    const cut = cuts.find((at) => at > offset);
    await sendFrom(server, place, { block, offset, until: cut ?? size, size });
    const head = await server.call(place, { method: "HEAD", headers: tus });
    offset = Number(head.headers.get("upload-offset"));
    if (offset < size) resumed++;
  }
  const seconds = (performance.now() - started) / 1000;
  const hash = createHash("sha256");
  for (let i = 0; i < blocks; i++) hash.update(block);
  const wanted = hash.digest("hex");
  const { items } = await server.get<{ items: { sha256: string }[] }>("/v1/uploads");
  const right = items[0]?.sha256 === wanted;
  const { peak } = server.memory();
  await server.kill("SIGTERM");
  return [
    {
      what: "upload of 5 GB by tus, three cuts",
      figure: `${(size / 1e6 / seconds).toFixed(0)} MB/s, continued ${resumed} times, SHA-256 ${right ? "right" : "WRONG"}, peak memory of the server ${peak} MB`,
      passed: right && resumed === 3 && peak <= 200,
    },
  ];
}

interface Part {
  readonly block: Buffer;
  readonly offset: number;
  /** Where the connection is cut; at `size` it is not. */
  readonly until: number;
  readonly size: number;
}

/** Sends the rest of an upload, whose blocks are all alike, and cuts the connection at `until`. */
async function sendFrom(
  server: ServerProcess,
  place: string,
  { block, offset, until, size }: Part,
): Promise<void> {
  const request = httpRequest(server.base + place, {
    method: "PATCH",
    headers: {
      authorization: `Bearer ${server.key}`,
      "tus-resumable": "1.0.0",
      "content-type": "application/offset+octet-stream",
      "upload-offset": String(offset),
      "content-length": String(size - offset),
    },
  });
  const answered = new Promise<void>((resolve) => {
    request.on("response", (response) => response.resume().on("end", resolve)).on("error", () => resolve());
    request.on("close", () => resolve());
  });
  let at = offset;
  while (at < until && !request.destroyed) {
    const from = at % block.length;
    const piece = block.subarray(from, Math.min(block.length, from + until - at));
    at += piece.length;
    if (!request.write(piece)) await Promise.race([once(request, "drain").catch(() => undefined), answered]);
  }
  if (until < size) {
    await sleep(200);
    request.destroy();
  } else request.end();
  await answered;
  if (until < size) await sleep(500);
}
