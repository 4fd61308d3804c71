import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { McpServer, ResourceTemplate } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { Command } from "commander";
import { version } from "../../../package.json";
import { PipelineError } from "../../pipeline/pipelineError.ts";
import { allTools, performTool } from "../../tools/allTools.ts";
import { configResource, listConfigs, reportResource } from "../../tools/resources.ts";
import type { Tool, ToolContext } from "../../tools/tool.ts";
import { ToolJobs } from "../../tools/toolJobs.ts";
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
        "Makes privacy-safe synthetic tables from real ones on this machine: profile_table and find_personal_data, then create_config (edit the file; find_rules says what holds between columns), run_synthesis, get_report. A long run answers with a job id: get_run, cancel_run. `data` always names a table, `config` a *.synth.json. Real rows never leave the machine; results name columns and common values only.",
    },
  );
  const jobs = new ToolJobs();
  for (const tool of allTools) registerTool(server, tool, { roots, jobs });
  registerResource(server, "config", {
    roots,
    title: "Config",
    mimeType: "application/json",
    read: configResource,
  });
  registerResource(server, "report", {
    roots,
    title: "Report",
    mimeType: "text/markdown",
    read: reportResource,
  });
  const gone = new Promise<void>((done) => {
    server.server.onclose = done;
    process.stdin.once("end", done);
    process.stdin.once("close", done);
  });
  await server.connect(new StdioServerTransport());
  await gone;
  await server.close();
}

interface Resource {
  readonly roots: readonly string[];
  readonly title: string;
  readonly mimeType: string;
  read(roots: readonly string[], name: string): Promise<string>;
}

/** `syndata://config/{+path}`: one resource for every config under the roots. */
function registerResource(server: McpServer, kind: string, resource: Resource): void {
  const { roots, title, mimeType } = resource;
  const list = () => ({
    resources: listConfigs(roots).map((path) => ({
      uri: `syndata://${kind}/${path.split("/").map(encodeURIComponent).join("/")}`,
      name: `${title}: ${path}`,
      mimeType,
    })),
  });
  const description =
    kind === "config"
      ? "The text of a *.synth.json."
      : "The quality report of a config's newest finished run.";
  server.registerResource(
    kind,
    new ResourceTemplate(`syndata://${kind}/{+path}`, { list }),
    { title, description, mimeType },
    async (uri, { path }) => ({
      contents: [
        { uri: uri.href, mimeType, text: await resource.read(roots, decodeURIComponent(String(path))) },
      ],
    }),
  );
}

function registerTool(
  server: McpServer,
  tool: Tool,
  { roots, jobs }: Pick<ToolContext, "roots" | "jobs">,
): void {
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
    { title, description, inputSchema: tool.input, outputSchema: tool.output, annotations },
    async (input, extra) => {
      const token = extra._meta?.progressToken;
      let told = -1;
      try {
        const { text, data } = await performTool(tool, input, {
          roots,
          jobs,
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
        return { content: [{ type: "text", text }], structuredContent: data };
      } catch (error) {
        const [first = ""] = String(error instanceof Error ? error.message : error).split("\n    at ");
        return { content: [{ type: "text", text: first }], isError: true };
      }
    },
  );
}
