/** Kept apart from the tools, so that naming them loads nothing. */
export const toolNames = [
  "profile_table",
  "find_personal_data",
  "find_rules",
  "create_config",
  "run_synthesis",
  "get_run",
  "cancel_run",
  "get_report",
  "get_mvp",
  "edit_mvp",
  "analyze_feedback",
] as const;
export type ToolName = (typeof toolNames)[number];

/** What VS Code calls the tool; other extensions' tools are in the same list. */
export function languageModelToolName(name: ToolName): string {
  return `syndata_${name}`;
}
