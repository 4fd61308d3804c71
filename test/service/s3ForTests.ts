import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

interface S3Rver {
  run(): Promise<AddressInfo>;
  close(): Promise<void>;
}
type NewS3Rver = new (options: Readonly<Record<string, unknown>>) => S3Rver;

export interface TestS3 {
  /** Settings of a service that keeps its bytes there. */
  readonly settings: Readonly<Record<string, string>>;
  readonly folder: string;
  stop(): Promise<void>;
}

/** An S3 server on a free port of loopback, with a bucket named `tables`. */
export async function startS3(): Promise<TestS3> {
  const Server = createRequire(import.meta.url)("s3rver") as NewS3Rver;
  const folder = mkdtempSync(join(tmpdir(), "syndata-s3-"));
  const server = new Server({
    address: "127.0.0.1",
    port: 0,
    silent: true,
    directory: folder,
    configureBuckets: [{ name: "tables" }],
  });
  const { port } = await server.run();
  return {
    folder,
    settings: {
      SYNDATA_STORE: "s3://tables/syn/data",
      SYNDATA_S3_ENDPOINT: `http://127.0.0.1:${port}`,
      SYNDATA_S3_KEY: "S3RVER",
      SYNDATA_S3_SECRET: "S3RVER",
    },
    async stop() {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
