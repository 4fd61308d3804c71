import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { SynDataClient } from "../../client/client.ts";
import type { Job } from "../../client/operations.ts";
import { temporaryBeside } from "../../table/write/temporaryName.ts";

/** Jobs that are listed, the newest. */
const maxListed = 50;

/** What the SynData view asks a server for. Every call sends the key and nothing else of this machine. */
export class RemoteServer {
  readonly #client: SynDataClient;

  constructor(origin: string, key: string) {
    this.#client = new SynDataClient({ base: origin, key });
  }

  /** The newest jobs first. @throws ProblemError */
  async jobs(): Promise<readonly Job[]> {
    const { items } = await this.#client.call("GET /v1/jobs", { query: { limit: maxListed } });
    return items;
  }

  /** The text of a job's report. @throws ProblemError */
  async report(job: string): Promise<string> {
    return await (await this.#client.download(job, "report.json")).text();
  }

  /** Writes the table a job made to `path`, whole or not at all. @throws ProblemError */
  async saveTable(job: string, path: string): Promise<void> {
    const answer = await this.#client.download(job, "table");
    const temporary = temporaryBeside(path);
    try {
      await pipeline(Readable.fromWeb(answer.body as never), createWriteStream(temporary));
      await rename(temporary, path);
    } finally {
      await rm(temporary, { force: true });
    }
  }

  /** @throws ProblemError */
  async cancel(job: string): Promise<void> {
    await this.#client.call("POST /v1/jobs/{id}/cancel", { path: { id: job } });
  }
}
