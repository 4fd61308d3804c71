import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { rename, rm, stat } from "node:fs/promises";
import { basename } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import type { Job, SynDataClient, Upload } from "../../client/client.ts";
import type { RunEvent } from "../../protocol/run.ts";
import { fileFingerprint } from "../../table/fingerprint.ts";
import { UserError } from "../../table/userError.ts";
import { temporaryBeside } from "../../table/write/temporaryName.ts";
import { exitCodes } from "../exitCodes.ts";
import { makeProgressView } from "../progressView.ts";
import { printWarning } from "../reportFailure.ts";

/** Sends a table; the server checks that every byte arrived. */
export async function uploadTable(client: SynDataClient, path: string): Promise<Upload> {
  const sha256 = await fileFingerprint(path);
  const { size: bytes } = await stat(path);
  const body = Readable.toWeb(createReadStream(path)) as unknown as NonNullable<RequestInit["body"]>;
  return await client.upload(basename(path), body, { bytes, sha256 });
}

/** Shows a job as a local run is shown, until it ends. Resolves to the exit code of the same work done here. */
export async function followJob(
  client: SynDataClient,
  id: string,
  quiet = false,
): Promise<{ job: Job; code: number }> {
  const view = quiet ? undefined : await makeProgressView(process.stderr);
  let began = Date.now();
  for await (const { type, data } of client.events(id)) {
    if (type === "warning" && !quiet) printWarning(String(data["message"]));
    if (type === "stage" && data["state"] === "start") began = Date.now();
    if (type === "stage" || type === "progress")
      view?.show({ ms: Date.now() - began, detail: "", ...data, type } as unknown as RunEvent);
  }
  view?.stop();
  const job = await client.call("GET /v1/jobs/{id}", { path: { id } });
  if (job.reason !== null) process.stderr.write(`${job.reason.message}\n`);
  if (job.state === "cancelled") process.stderr.write("cancelled\n");
  for (const message of job.gatesFailed) process.stderr.write(`${message}\n`);
  return { job, code: codeOf(job) };
}

function codeOf({ state, gates, reason }: Job): number {
  if (state === "cancelled") return exitCodes.cancelled;
  if (state === "failed") return reason?.code === "bad-input" ? exitCodes.usage : exitCodes.failed;
  return gates === "failed" ? exitCodes.gate : exitCodes.done;
}

/** Saves a file of a job under `to`, whole and with the bytes the server has. @throws UserError when they are not */
export async function downloadOutput(
  client: SynDataClient,
  job: Job,
  name: string,
  to: string,
): Promise<number> {
  const output = job.outputs.find((one) => one.name === name);
  if (output === undefined)
    throw new UserError(
      `job ${job.id} has no output ${name}; it has ${job.outputs.map((one) => one.name).join(", ") || "none yet"}`,
    );
  const answer = await client.download(job.id, name);
  const part = temporaryBeside(to);
  const hash = createHash("sha256");
  try {
    await pipeline(
      Readable.fromWeb(answer.body as ReadableStream),
      async function* (chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          hash.update(chunk);
          yield chunk;
        }
      },
      createWriteStream(part),
    );
    if (hash.digest("hex") !== output.sha256)
      throw new UserError(`${to}: bytes were lost or changed on the way; download it again`);
    await rename(part, to);
  } finally {
    await rm(part, { force: true });
  }
  return output.bytes;
}
