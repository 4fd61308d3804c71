import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { claimLease, type HeldLease, isHeld, readLease } from "../../runFolder/lease.ts";
import { UserError } from "../../table/userError.ts";

/** Takes the data folder for this server. @throws UserError naming the server that has it */
export async function lockFolder(root: string): Promise<HeldLease> {
  const path = join(root, "server");
  await mkdir(path, { recursive: true });
  const found = await readLease(path);
  if (found !== undefined && isHeld(found))
    throw new UserError(
      `${root}: another server uses this folder (process ${found.holder.pid} on ${found.holder.host}); stop it, or give this one a folder of its own with SYNDATA_DATA`,
    );
  return await claimLease(path);
}
