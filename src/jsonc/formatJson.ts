/** How a text is laid out, so that what is put in looks like what is there. */
export interface Layout {
  /** One step of indentation. */
  readonly unit: string;
  readonly newline: "\n" | "\r\n";
}

/** Longest value kept on one line. */
const lineWidth = 80;

/** Unit from the first indented line, newline from the first line's end; two spaces and `\n` when there is none. */
export function layoutOf(text: string): Layout {
  return {
    unit: /^([ \t]+)\S/m.exec(text)?.[1] ?? "  ",
    newline: /\r?\n/.exec(text)?.[0] === "\r\n" ? "\r\n" : "\n",
  };
}

/** JSON as a person writes it: short objects and lists on one line, `{ "type": "id" }`, others over several. */
export function formatJson(value: unknown, indent: string, layout: Layout): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const entries = Array.isArray(value)
    ? value.map((item) => ({ key: "", item }))
    : Object.entries(value)
        .filter(([, item]) => item !== undefined)
        .map(([key, item]) => ({ key: `${JSON.stringify(key)}: `, item }));
  const [open, close, pad] = Array.isArray(value) ? ["[", "]", ""] : ["{", "}", " "];
  if (entries.length === 0) return open + close;
  const deeper = indent + layout.unit;
  const parts = entries.map(({ key, item }) => key + formatJson(item, deeper, layout));
  const line = `${open}${pad}${parts.join(", ")}${pad}${close}`;
  if (line.length <= lineWidth && !line.includes("\n")) return line;
  return `${open}${layout.newline}${deeper}${parts.join(`,${layout.newline}${deeper}`)}${layout.newline}${indent}${close}`;
}
