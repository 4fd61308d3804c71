import { mkdirSync, readFileSync } from "node:fs";
import { chmod } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { SynDataClient } from "../../client/client.ts";
import { serverOrigin } from "../../client/serverOrigin.ts";
import { writeAtomically } from "../../runFolder/writeAtomically.ts";
import { UserError } from "../../table/userError.ts";

/** Which server `syndata remote` speaks to, and as whom. */
export interface Login {
  readonly base: string;
  readonly key: string;
}

const keyPattern = /^sd_[\w-]{8,200}$/;

function loginPath(): string {
  const root = process.env["XDG_CONFIG_HOME"] ?? join(homedir(), ".config");
  return join(root, "syndata", "remote.json");
}

/** Checks the login with the server and keeps it, readable by this user only. Resolves to the file. @throws UserError, ProblemError */
export async function keepLogin(address: string, key: string): Promise<string> {
  const base = baseOf(address);
  if (!keyPattern.test(key))
    throw new UserError(
      "this is no key: keys begin with sd_; `syndata keys add NAME` on the server prints one",
    );
  await new SynDataClient({ base, key }).call("GET /v1/me", {});
  const path = loginPath();
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  await writeAtomically(path, `${JSON.stringify({ base, key } satisfies Login, null, 2)}\n`);
  await chmod(path, 0o600);
  return path;
}

/** A client for the server of SYNDATA_SERVER and SYNDATA_KEY, else of the last login. @throws UserError when there is none */
export function openRemote(): SynDataClient {
  const { SYNDATA_SERVER: server, SYNDATA_KEY: key } = process.env;
  if (server !== undefined && key !== undefined) return new SynDataClient({ base: baseOf(server), key });
  try {
    const login = JSON.parse(readFileSync(loginPath(), "utf8")) as Partial<Login>;
    if (typeof login.base === "string" && typeof login.key === "string")
      return new SynDataClient({ base: baseOf(login.base), key: login.key });
  } catch {
    // no login, or none that can be read
  }
  throw new UserError(
    "sign in first: syndata remote login https://SERVER, or set SYNDATA_SERVER and SYNDATA_KEY",
  );
}

/** @throws UserError when the key would cross a network in the clear */
function baseOf(address: string): string {
  const found = serverOrigin(address);
  if ("origin" in found) return found.origin;
  throw new UserError(
    found.problem === "no-address"
      ? `${address} is no address; expected something like https://syndata.example.org`
      : `${address}: a key travels over https only, but for this machine itself`,
  );
}
