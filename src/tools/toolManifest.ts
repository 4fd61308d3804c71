import { z } from "zod";
import { own } from "../jsonc/own.ts";
import { allTools } from "./allTools.ts";
import { languageModelToolName, type ToolName } from "./toolNames.ts";

const icons: Readonly<Record<string, string>> = {
  profile_table: "$(table)",
  create_config: "$(new-file)",
  run_synthesis: "$(sparkle)",
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
