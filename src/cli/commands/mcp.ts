import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { Command } from "commander";
import { version } from "../../../package.json";
import { PipelineError } from "../../pipeline/pipelineError.ts";
import { allTools, performTool } from "../../tools/allTools.ts";
import type { Tool } from "../../tools/tool.ts";
import { WorkerClient, workerScript } from "../../worker/client.ts";
import { collect } from "../arguments.ts";

export function mcpCommand(): Command {
  return new Command("mcp")
    .description("serve SynData to assistants over the Model Context Protocol (standard input and output)")
    .option("--root <folder>", "folder that all paths must lie in (default: here); repeatable", collect)
    .action(async ({ root = [process.cwd()] }: { readonly root?: readonly string[] }) => {
      const roots = root.map((folder) => resolve(folder));
      for (const folder of roots)
        if (!existsSync(folder) || !statSync(folder).isDirectory())
          throw new PipelineError(`--root: there is no folder ${folder}`);
      await serve(roots);
    });
}

/** Resolves when the client goes away. Standard output belongs to the protocol alone. */
async function serve(roots: readonly string[]): Promise<void> {
  const server = new McpServer(
    { name: "syndata", title: "SynData", version },
    {
      instructions:
        "Makes privacy-safe synthetic tables from real ones on this machine: profile_table, then create_config (edit the file), run_synthesis, get_report. Real rows never leave the machine; results name columns and common values only.",
    },
  );
  for (const tool of allTools) register(server, tool, roots);
  const gone = new Promise<void>((done) => {
    server.server.onclose = done;
    process.stdin.once("end", done);
    process.stdin.once("close", done);
  });
  await server.connect(new StdioServerTransport());
  await gone;
  await server.close();
}

function register(server: McpServer, tool: Tool, roots: readonly string[]): void {
  const { name, title, description, readOnly } = tool;
  const annotations = {
    title,
    readOnlyHint: readOnly,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: false,
  };
  server.registerTool(
    name,
    { title, description, inputSchema: tool.input, annotations },
    async (input, extra) => {
      const token = extra._meta?.progressToken;
      let told = -1;
      try {
        const text = await performTool(tool, input, {
          roots,
          signal: extra.signal,
          newWorker: () => new WorkerClient(workerScript()),
          progress(fraction, message) {
            // progress must rise, and a client need not hear of every step
            if (token === undefined || fraction < told + 0.005) return;
            told = fraction;
            void extra
              .sendNotification({
                method: "notifications/progress",
                params: { progressToken: token, progress: fraction, total: 1, message },
              })
              .catch(() => undefined);
          },
        });
        return { content: [{ type: "text", text }] };
      } catch (error) {
        const [first = ""] = String(error instanceof Error ? error.message : error).split("\n    at ");
        return { content: [{ type: "text", text: first }], isError: true };
      }
    },
  );
}
