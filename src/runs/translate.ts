/** What `vscode.l10n.t` does: `{0}` is the first argument. Given to code that must run without `vscode`. */
export type Translate = (message: string, ...values: (string | number | boolean)[]) => string;

/** English, as written. */
export const english: Translate = (message, ...values) =>
  message.replace(/\{(\d+)\}/g, (whole, index: string) => String(values[Number(index)] ?? whole));
