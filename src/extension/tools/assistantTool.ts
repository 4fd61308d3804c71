import * as vscode from "vscode";
import type { Tool } from "../../tools/tool.ts";
import type { ToolAnswer } from "../../tools/toolAnswer.ts";
import type { ToolJobs } from "../../tools/toolJobs.ts";
import type { ToolName } from "../../tools/toolNames.ts";
import type { Services } from "../services.ts";

/** One of the tools, for VS Code's own assistants: asks before it writes, shows progress, can be cancelled. */
export class AssistantTool implements vscode.LanguageModelTool<object> {
  readonly #name: ToolName;
  readonly #services: Services;

  readonly #jobs: ToolJobs;

  /** `jobs`: those of all tools of the window. */
  constructor(name: ToolName, services: Services, jobs: ToolJobs) {
    this.#name = name;
    this.#jobs = jobs;
    this.#services = services;
  }

  async prepareInvocation({
    input,
  }: vscode.LanguageModelToolInvocationPrepareOptions<object>): Promise<vscode.PreparedToolInvocation> {
    const tool = await this.#tool();
    const parsed = tool.input.safeParse(input);
    return {
      invocationMessage: `SynData: ${tool.title}`,
      ...(parsed.success && {
        confirmationMessages: { title: tool.title, message: tool.confirmation(parsed.data) },
      }),
    };
  }

  async invoke(
    { input }: vscode.LanguageModelToolInvocationOptions<object>,
    token: vscode.CancellationToken,
  ): Promise<vscode.LanguageModelToolResult> {
    const tool = await this.#tool();
    if (!tool.readOnly && !vscode.workspace.isTrusted)
      throw new Error(vscode.l10n.t("This workspace is not trusted: nothing is written or trained here."));
    const { performTool } = await import("../../tools/allTools.ts");
    const stop = new AbortController();
    token.onCancellationRequested(() => stop.abort());
    const roots = (vscode.workspace.workspaceFolders ?? []).flatMap(({ uri }) =>
      uri.scheme === "file" ? [uri.fsPath] : [],
    );
    const perform = (
      progress?: vscode.Progress<{ message?: string; increment?: number }>,
    ): Promise<ToolAnswer> => {
      let done = 0;
      return performTool(tool, input, {
        roots,
        signal: stop.signal,
        newWorker: this.#services.newWorker,
        jobs: this.#jobs,
        progress(fraction, message) {
          progress?.report({ message, increment: Math.max(0, fraction - done) * 100 });
          done = Math.max(done, fraction);
        },
      });
    };
    const { text } = tool.readOnly
      ? await perform()
      : await vscode.window.withProgress(
          {
            location: vscode.ProgressLocation.Notification,
            title: `SynData: ${tool.title}`,
            cancellable: true,
          },
          (progress, asked) => {
            asked.onCancellationRequested(() => stop.abort());
            return perform(progress);
          },
        );
    return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(text)]);
  }

  async #tool(): Promise<Tool> {
    const { allTools } = await import("../../tools/allTools.ts");
    return allTools.find(({ name }) => name === this.#name)!;
  }
}
