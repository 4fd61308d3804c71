/** A table; empty without rows. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return "";
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map((row) => line(row.map(escapeCell)))].join(
    "\n",
  );
}

/** Bold of our own stays; what came from data cannot open a cell, a tag, a link or code. */
function escapeCell(text: string): string {
  return text.startsWith("**") ? text : escapeMarkdown(text);
}

/** Text that cannot open a cell, a tag, a link or code. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .replace(/[\\`*_[\]<>|#~@]/g, (c) => (c === "<" ? "&lt;" : c === "@" ? "&#64;" : `\\${c}`));
}
