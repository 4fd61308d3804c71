import { z } from "zod";
import { own } from "../jsonc/own.ts";
import { allTools } from "./allTools.ts";
import { languageModelToolName, type ToolName } from "./toolNames.ts";

const icons: Readonly<Record<string, string>> = {
  profile_table: "$(table)",
  find_personal_data: "$(person)",
  find_rules: "$(symbol-operator)",
  create_config: "$(new-file)",
  run_synthesis: "$(sparkle)",
  get_run: "$(watch)",
  cancel_run: "$(debug-stop)",
  get_report: "$(graph)",
};

/** `contributes.languageModelTools`, made from the tools themselves; a test holds the manifest against it. */
export function languageModelTools(): readonly Readonly<Record<string, unknown>>[] {
  return allTools.map((tool) => {
    const { $schema: _, ...inputSchema } = z.toJSONSchema(tool.input, { target: "draft-7", io: "input" });
    return {
      name: languageModelToolName(tool.name as ToolName),
      toolReferenceName: `syndata-${tool.name.replaceAll("_", "-")}`,
      displayName: `%tool.${tool.name}%`,
      userDescription: `%tool.${tool.name}.description%`,
      modelDescription: tool.description,
      canBeReferencedInPrompt: true,
      icon: own(icons, tool.name),
      tags: ["synthetic data", "privacy"],
      inputSchema,
    };
  });
}
