/** The first line of what went wrong, without the error's class: what a person reads. */
export function reason(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const [first = ""] = text.split("\n");
  return first.replace(/^(?:[A-Z]\w*Error|Error): /, "");
}

/** Whether a write failed because the folder or disk does not allow it. */
export function isReadOnly(error: unknown): boolean {
  const code = (error as { readonly code?: unknown } | null)?.code;
  return code === "EACCES" || code === "EPERM" || code === "EROFS" || code === "NoPermissions";
}
