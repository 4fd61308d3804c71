import type { Node } from "jsonc-parser";
import { formatJson, type Layout } from "./formatJson.ts";

/** `text` with a new last property (list item where `key` is undefined) in `container`. */
export function insertChild(
  text: string,
  container: Node,
  key: string | undefined,
  value: unknown,
  layout: Layout,
): string {
  const label = key === undefined ? "" : `${JSON.stringify(key)}: `;
  const write = (indent: string) => label + formatJson(value, indent, layout);
  const last = container.children?.at(-1);
  if (last === undefined) return insertFirst(text, container, write, value, layout);
  const end = last.offset + last.length;
  const indent = indentAt(text, last.offset);
  const comma = commaAfter(text, end);
  const line = lineAfter(text, end);
  const ownLine = beginsLine(text, last.offset) && line.ends && (comma === undefined || comma < line.end);
  if (!ownLine) {
    if (comma !== undefined) return insert(text, comma + 1, ` ${write(indent)},`);
    const gap = beginsLine(text, last.offset) ? layout.newline + indent : " ";
    return insert(text, end, `,${gap}${write(indent)}`);
  }
  const added = `${layout.newline}${indent}${write(indent)}`;
  if (comma !== undefined) return insert(text, line.end, `${added},`);
  return insert(insert(text, line.end, added), end, ",");
}

/**
 * `text` without the property of this value, or without this list item. When it has its line for itself the line goes,
 * the comment behind it included; comments above stay.
 */
export function removeChild(text: string, value: Node): string {
  const child = value.parent?.type === "property" ? value.parent : value;
  const siblings = child.parent?.children ?? [];
  const index = siblings.indexOf(child);
  const previous = siblings[index - 1];
  const end = child.offset + child.length;
  const comma = commaAfter(text, end);
  const line = lineAfter(text, end);

  const cuts: [from: number, to: number][] = [];
  if (beginsLine(text, child.offset) && line.ends && (comma === undefined || comma < line.end)) {
    const start = text.lastIndexOf("\n", child.offset - 1) + 1;
    cuts.push([start, afterLineBreak(text, line.end)]);
  } else {
    cuts.push([child.offset, end]);
    if (comma !== undefined) cuts.push([comma, skipBlanks(text, comma + 1)]);
  }
  const leading = previous === undefined ? undefined : commaAfter(text, previous.offset + previous.length);
  if (comma === undefined && leading !== undefined)
    cuts.unshift([leading, skipBlanks(text, leading + 1) === child.offset ? child.offset : leading + 1]);

  const shorter = cuts.reduceRight((t, [from, to]) => t.slice(0, from) + t.slice(to), text);
  return siblings.length === 1 ? closeUp(shorter, child.parent!.offset) : shorter;
}

function insertFirst(
  text: string,
  container: Node,
  write: (indent: string) => string,
  value: unknown,
  layout: Layout,
): string {
  const open = container.offset + 1;
  const close = container.offset + container.length - 1;
  const inside = text.slice(open, close);
  const indent = indentAt(text, container.offset);
  const deeper = indent + layout.unit;
  const nested = typeof value === "object" && value !== null && !Array.isArray(value);
  if (!inside.includes("\n") && !nested && container.parent !== undefined) {
    const pad = container.type === "object" ? " " : "";
    const comment = inside.trim() === "" ? "" : ` ${inside.trim()} `;
    return replace(text, open, close, `${comment || pad}${write(indent)}${pad}`);
  }
  const kept = inside.trimEnd();
  return replace(
    text,
    open,
    close,
    `${kept}${layout.newline}${deeper}${write(deeper)}${layout.newline}${indent}`,
  );
}

/** `{   }` → `{}`, unless there is a comment inside. */
function closeUp(text: string, open: number): string {
  const close = skipSpace(text, open + 1);
  return text[close] === "}" || text[close] === "]" ? text.slice(0, open + 1) + text.slice(close) : text;
}

/** The comma that follows a value, over blanks, line breaks and comments. */
function commaAfter(text: string, offset: number): number | undefined {
  let i = offset;
  for (;;) {
    i = skipSpace(text, i);
    const comment = commentEnd(text, i);
    if (comment === undefined) return text[i] === "," ? i : undefined;
    i = comment;
  }
}

/** Where the line ends behind a value, a comma and comments; `ends` is false when something else stands there. */
function lineAfter(text: string, offset: number): { end: number; ends: boolean } {
  let i = offset;
  let comma = false;
  for (;;) {
    i = skipBlanks(text, i);
    const comment = commentEnd(text, i);
    if (comment !== undefined) i = comment;
    else if (text[i] === "," && !comma) {
      comma = true;
      i++;
    } else return { end: i, ends: i === text.length || text[i] === "\n" || text.startsWith("\r\n", i) };
  }
}

function commentEnd(text: string, offset: number): number | undefined {
  if (text.startsWith("//", offset)) {
    const end = text.slice(offset).search(/\r?\n/);
    return end === -1 ? text.length : offset + end;
  }
  if (!text.startsWith("/*", offset)) return undefined;
  const end = text.indexOf("*/", offset + 2);
  return end === -1 ? text.length : end + 2;
}

function beginsLine(text: string, offset: number): boolean {
  return (
    text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset).trim() === "" &&
    text.lastIndexOf("\n", offset - 1) !== -1
  );
}

export function indentAt(text: string, offset: number): string {
  const start = offset === 0 ? 0 : text.lastIndexOf("\n", offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? "";
}

function afterLineBreak(text: string, offset: number): number {
  if (text.startsWith("\r\n", offset)) return offset + 2;
  return Math.min(text.length, offset + 1);
}

function skipBlanks(text: string, offset: number): number {
  let i = offset;
  while (text[i] === " " || text[i] === "\t") i++;
  return i;
}

function skipSpace(text: string, offset: number): number {
  let i = offset;
  while (i < text.length && " \t\r\n".includes(text[i]!)) i++;
  return i;
}

function insert(text: string, offset: number, content: string): string {
  return replace(text, offset, offset, content);
}

function replace(text: string, from: number, to: number, content: string): string {
  return text.slice(0, from) + content + text.slice(to);
}
