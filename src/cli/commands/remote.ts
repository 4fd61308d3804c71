import { basename, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { Command } from "commander";
import { ProblemError } from "../../client/client.ts";
import { editConfigAll } from "../../jsonc/editConfig.ts";
import { applyEdits } from "../../jsonc/textEdit.ts";
import { readPlainText } from "../../table/readPlainText.ts";
import { UserError } from "../../table/userError.ts";
import { parseCount, parseSeed } from "../arguments.ts";
import { exitCodes } from "../exitCodes.ts";
import { formatBytes } from "../formatValues.ts";
import { onInterrupt } from "../onInterrupt.ts";
import { downloadOutput, followJob, uploadTable } from "../remote/followJob.ts";
import { keepLogin, openRemote } from "../remote/remoteLogin.ts";

interface RunFlags {
  readonly config?: string;
  readonly rows?: number;
  readonly seed?: number;
  readonly out?: string;
  readonly detach?: boolean;
  readonly quiet?: boolean;
}

/** Work done by a `syndata serve` elsewhere. */
export function remoteCommand(): Command {
  const remote = new Command("remote").description("work on a SynData server: upload, run, watch, download");
  remote
    .command("login")
    .description("keep a server's address and a key for it; the key is read from standard input")
    .argument("<address>", "https://…")
    .action((address: string) =>
      saying(async () => {
        if (process.stdin.isTTY) process.stderr.write("paste the key, then Enter and Ctrl+D: ");
        const key = process.env["SYNDATA_KEY"] ?? (await text(process.stdin)).trim();
        process.stdout.write(`${await keepLogin(address, key)}\n`);
      }),
    );
  remote
    .command("upload")
    .description("send a table and print its id")
    .argument("<data>", "a CSV, TSV, Parquet, Excel, JSON or NDJSON file")
    .action((data: string) =>
      saying(async () => {
        const { id } = await uploadTable(openRemote(), resolve(data));
        process.stdout.write(`${id}\n`);
      }),
    );
  remote
    .command("run")
    .description("train on an upload or on a file that is sent first, sample, judge; prints the job's id")
    .argument("<data>", "an upload's id, or a file")
    .option("--config <file>", "a *.synth.json; its source.path is the upload")
    .option("--rows <n>", "rows to generate", parseCount)
    .option("--seed <s>", "seed of all randomness", parseSeed)
    .option("--out <file>", "download the table to this file when the job is done")
    .option("--detach", "do not wait for the job")
    .option("--quiet", "print errors only")
    .action((data: string, flags: RunFlags) => saying(() => runRemote(data, flags)));
  remote
    .command("watch")
    .description("show a job until it ends; the exit code is that of the same run done here")
    .argument("<job>", "its id")
    .action((job: string) =>
      saying(async () => {
        process.exitCode = (await followJob(openRemote(), job)).code;
      }),
    );
  remote
    .command("download")
    .description("save a file a job made")
    .argument("<job>", "its id")
    .option("--output <name>", "table, model, report.html, …", "table")
    .option("--out <file>", "where to save it (default: its own name, here)")
    .action((id: string, { output, out }: { readonly output: string; readonly out?: string }) =>
      saying(async () => {
        const client = openRemote();
        const job = await client.call("GET /v1/jobs/{id}", { path: { id } });
        const name = job.outputs.find((one) => one.name === output)?.file ?? output;
        const to = resolve(out ?? basename(name));
        const bytes = await downloadOutput(client, job, output, to);
        process.stderr.write(`${formatBytes(bytes)}\n`);
        process.stdout.write(`${to}\n`);
      }),
    );
  return remote;
}

async function runRemote(data: string, { config, rows, seed, out, detach, quiet }: RunFlags): Promise<void> {
  const client = openRemote();
  const upload = /^[a-z2-7]{26}$/.test(data) ? data : (await uploadTable(client, resolve(data))).id;
  const job = await client.call("POST /v1/jobs", {
    body: {
      kind: "run",
      upload,
      ...(config !== undefined && { config: withoutPaths(await readPlainText(resolve(config))) }),
      ...(rows !== undefined && { rows }),
      ...(seed !== undefined && { seed }),
    },
  });
  process.stdout.write(`${job.id}\n`);
  if (detach === true) return;
  const stop = onInterrupt(() => {
    void client.call("POST /v1/jobs/{id}/cancel", { path: { id: job.id } }).catch(() => undefined);
  });
  try {
    const ended = await followJob(client, job.id, quiet);
    process.exitCode = ended.code;
    if (out !== undefined && ended.job.state === "succeeded")
      await downloadOutput(client, ended.job, "table", resolve(out));
  } finally {
    stop();
  }
}

/** The config for an upload: it names no files of this machine. */
function withoutPaths(config: string): string {
  const changes = [
    ["source", "path"],
    ["output", "path"],
  ].map((path) => ({ path, value: undefined }));
  return applyEdits(config, editConfigAll(config, changes));
}

/** Prints what the server refused, finding by finding. A request that is wrong ends with 2, a server that cannot with 1. */
async function saying(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof ProblemError)) throw unreachable(error);
    process.stderr.write(`${error.message}\n`);
    for (const { line, column, pointer, message } of (error.problem["errors"] ?? []) as readonly Finding[])
      process.stderr.write(`  ${line === undefined ? pointer : `${line}:${column}`}: ${message}\n`);
    process.exitCode = error.status >= 500 || error.status === 429 ? exitCodes.failed : exitCodes.usage;
  }
}

interface Finding {
  readonly pointer: string;
  readonly message: string;
  readonly line?: number;
  readonly column?: number;
}

function unreachable(error: unknown): unknown {
  const cause = (error as { readonly cause?: NodeJS.ErrnoException }).cause;
  if (!(error instanceof TypeError) || cause === undefined) return error;
  return new UserError(
    `the server cannot be reached (${cause.code ?? cause.message}); is it running, and the address right?`,
  );
}
