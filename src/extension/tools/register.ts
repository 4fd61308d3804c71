import * as vscode from "vscode";
import { ToolJobs } from "../../tools/toolJobs.ts";
import { languageModelToolName, toolNames } from "../../tools/toolNames.ts";
import type { Services } from "../services.ts";
import { AssistantTool } from "./assistantTool.ts";
import { McpServers } from "./mcpServers.ts";

/** What assistants in this window can use: the tools themselves, and the same as an MCP server. */
export function registerTools(context: vscode.ExtensionContext, services: Services): void {
  // forks of VS Code may lack either
  const { lm } = vscode as Partial<Pick<typeof vscode, "lm">>;
  const jobs = new ToolJobs();
  if (typeof lm?.registerTool === "function")
    for (const name of toolNames)
      context.subscriptions.push(
        lm.registerTool(languageModelToolName(name), new AssistantTool(name, services, jobs)),
      );
  if (typeof lm?.registerMcpServerDefinitionProvider === "function") {
    const servers = new McpServers(context);
    context.subscriptions.push(servers, lm.registerMcpServerDefinitionProvider("syndata.mcp", servers));
  }
}
