/** Kept apart from the tools, so that naming them loads nothing. */
export const toolNames = ["profile_table", "create_config", "run_synthesis", "get_report"] as const;
export type ToolName = (typeof toolNames)[number];

/** What VS Code calls the tool; other extensions' tools are in the same list. */
export function languageModelToolName(name: ToolName): string {
  return `syndata_${name}`;
}
