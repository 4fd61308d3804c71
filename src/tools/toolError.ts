/** Something the caller can mend; the message says how. */
export class ToolError extends Error {
  override readonly name = "ToolError";
}
