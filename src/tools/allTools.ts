import type { z } from "zod";
import { createConfigTool } from "./createConfig.ts";
import { findPersonalDataTool } from "./findPersonalData.ts";
import { findRulesTool } from "./findRules.ts";
import { getReportTool } from "./getReport.ts";
import { analyzeFeedbackTool } from "./product/analyzeFeedback.ts";
import { editMvpTool } from "./product/editMvp.ts";
import { getMvpTool } from "./product/getMvp.ts";
import { profileTableTool } from "./profileTable.ts";
import { cancelRunTool, getRunTool } from "./runJob.ts";
import { runSynthesisTool } from "./runSynthesis.ts";
import { type Tool, type ToolContext, ToolError } from "./tool.ts";
import type { ToolAnswer } from "./toolAnswer.ts";

/** What assistants can use; one line a tool. */
export const allTools = [
  profileTableTool,
  findPersonalDataTool,
  findRulesTool,
  createConfigTool,
  runSynthesisTool,
  getRunTool,
  cancelRunTool,
  getReportTool,
  getMvpTool,
  editMvpTool,
  analyzeFeedbackTool,
] as readonly Tool[];

/** Checks the input and runs the tool. @throws ToolError naming what is wrong with it */
export async function performTool(tool: Tool, input: unknown, context: ToolContext): Promise<ToolAnswer> {
  const parsed = tool.input.safeParse(input);
  if (!parsed.success) throw new ToolError(inputProblems(parsed.error));
  return await tool.perform(parsed.data, context);
}

function inputProblems({ issues }: z.ZodError): string {
  return issues.map(({ path, message }) => `${path.join(".") || "input"}: ${message}`).join("\n");
}
