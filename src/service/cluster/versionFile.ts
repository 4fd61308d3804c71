import { join } from "node:path";
import { version } from "../../../package.json";
import { UserError } from "../../table/userError.ts";
import { writeRecord } from "../store/dataFolder.ts";
import { readRecord } from "../store/readRecord.ts";

interface Cluster {
  readonly version: string;
}

const path = (root: string): string => join(root, "cluster.json");

/** Says which version serves the folder. */
export async function writeVersion(root: string): Promise<void> {
  await writeRecord(path(root), { version } satisfies Cluster);
}

/** @throws UserError when no server uses the folder, or one of another version: the same job would not give the same bytes */
export async function refuseOtherVersion(root: string): Promise<void> {
  const found = await readRecord<Cluster>(path(root));
  if (found === undefined)
    throw new UserError(
      `${root}: no server with SYNDATA_QUEUE has used this folder; start syndata serve on it first, and mount the same folder here`,
    );
  if (found.version !== version)
    throw new UserError(
      `this worker is SynData ${version}, the server of ${root} is ${found.version}; run the same version on all machines`,
    );
}
