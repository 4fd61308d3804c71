import type { Node } from "jsonc-parser";
import { formatJson, layoutOf } from "./formatJson.ts";
import type { TextEdit } from "./textEdit.ts";

/**
 * Adds values behind the last item of a list, each on lines of its own, with one parse however many there are. Comments stay; the
 * list keeps its style, with or without a comma after the last item.
 * @param list the list's node in `text`, with one item at least
 */
export function appendItems(text: string, list: Node, values: readonly unknown[]): TextEdit[] {
  const last = list.children!.at(-1)!;
  const layout = layoutOf(text);
  const end = last.offset + last.length;
  const indent = /[^\S\n]*$/.exec(text.slice(text.lastIndexOf("\n", last.offset) + 1, last.offset))![0];
  const comma = commaAfter(text, end);
  const behind = comma ?? end;
  const place = /^[^\S\n]*(?:\/\/[^\r\n]*)?(?=\r?\n)/.exec(text.slice(behind))?.[0].length ?? 0;
  const items = values.map((value) => `${layout.newline}${indent}${formatJson(value, indent, layout)}`);
  const content = items.join(",") + (comma === undefined ? "" : ",");
  const added = { offset: behind + place, length: 0, content };
  return comma === undefined
    ? [
        { offset: end, length: 0, content: place === 0 ? `,${content}` : "," },
        ...(place === 0 ? [] : [added]),
      ]
    : [added];
}

/** Behind the comma that follows, past comments; undefined where there is none. */
function commaAfter(text: string, from: number): number | undefined {
  const rest = /^(?:\s|\/\/[^\n]*\n|\/\*[\s\S]*?\*\/)*,/.exec(text.slice(from));
  return rest === null ? undefined : from + rest[0].length;
}
