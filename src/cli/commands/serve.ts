import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import type * as Server from "../../server/serve.ts";
import { UserError } from "../../table/userError.ts";
import { collect } from "../arguments.ts";

/** The server lies in a bundle of its own: no other command has to read it. */
function loadServer(): typeof Server {
  const path = join(dirname(fileURLToPath(import.meta.url)), "serve.cjs");
  if (!existsSync(path))
    throw new UserError(
      "this installation has no server: build it with npm run build, or install the syndata package",
    );
  return createRequire(import.meta.url)(path) as typeof Server;
}

export function serveCommand(): Command {
  return new Command("serve")
    .description("serve SynData over HTTP with a dashboard, by default on this machine only")
    .option("--port <n>", "port (default: SYNDATA_PORT, else 8787; 0 for a free one)")
    .option("--host <address>", "address to listen on (default: SYNDATA_HOST, else 127.0.0.1)")
    .option(
      "--data <folder>",
      "folder for uploads, jobs, models and results (default: SYNDATA_DATA, else .syndata-service)",
    )
    .option(
      "--queue <address>",
      "redis://, rediss:// or postgres:// queue of jobs that `syndata work` does (default: SYNDATA_QUEUE, else none: this process does them)",
    )
    .option(
      "--product <file>",
      "a *.mvp.json whose board the dashboard shows as a page (default: SYNDATA_PRODUCT)",
    )
    .option("--print-settings", "print the settings in effect and end")
    .action(async (flags: ServeFlags & { printSettings?: boolean }) => {
      const { serve } = loadServer();
      await serve(environment(flags), { printSettings: flags.printSettings ?? false });
    });
}

export function workCommand(): Command {
  return new Command("work")
    .description("do jobs of a `syndata serve --queue`, on this machine; it shares the server's data folder")
    .option("--queue <address>", "redis://, rediss:// or postgres:// (default: SYNDATA_QUEUE)")
    .option("--data <folder>", "the server's folder, as it is mounted here (default: SYNDATA_DATA)")
    .action(async (flags: ServeFlags) => {
      const { work } = loadServer();
      await work(environment(flags));
    });
}

export function keysCommand(): Command {
  const keys = new Command("keys").description("keys for the HTTP API of `syndata serve`");
  const data = [
    "--data <folder>",
    "the server's folder (default: SYNDATA_DATA, else .syndata-service)",
  ] as const;
  keys
    .command("add")
    .description("make a key and print it, once")
    .argument("<name>", "what the key is for")
    .option("--tenant <name>", "whose data it opens: lower-case letters, digits and -", "local")
    .option("--scope <scope>", "jobs, models:import or admin; repeatable (default: jobs)", collect)
    .option(...data)
    .action(
      async (
        name: string,
        { tenant, scope = ["jobs"], ...flags }: { tenant: string; scope?: string[]; data?: string },
      ) => {
        const { addKey } = loadServer();
        process.stdout.write(`${await addKey(environment(flags), { name, tenant, scopes: scope })}\n`);
      },
    );
  keys
    .command("list")
    .description("list the keys, without their secrets")
    .option(...data)
    .action(async (flags: { data?: string }) => {
      const { listKeys } = loadServer();
      for (const key of await listKeys(environment(flags)))
        process.stdout.write(
          `${key.id}  ${key.tenant}  ${key.scopes.join(",")}  ${key.created.slice(0, 10)}  ${key.name}\n`,
        );
    });
  keys
    .command("remove")
    .description("remove a key; the server refuses it from then on")
    .argument("<id>", "as `syndata keys list` prints it")
    .option(...data)
    .action(async (id: string, flags: { data?: string }) => {
      const { removeKey } = loadServer();
      await removeKey(environment(flags), id);
    });
  return keys;
}

interface ServeFlags {
  readonly port?: string;
  readonly host?: string;
  readonly data?: string;
  readonly queue?: string;
  readonly product?: string;
}

function environment({ port, host, data, queue, product }: ServeFlags): NodeJS.ProcessEnv {
  return {
    ...process.env,
    ...(port !== undefined && { SYNDATA_PORT: port }),
    ...(host !== undefined && { SYNDATA_HOST: host }),
    ...(data !== undefined && { SYNDATA_DATA: data }),
    ...(queue !== undefined && { SYNDATA_QUEUE: queue }),
    ...(product !== undefined && { SYNDATA_PRODUCT: product }),
  };
}
