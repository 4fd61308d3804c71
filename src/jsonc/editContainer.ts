import type { Node } from "jsonc-parser";
import { formatJson, type Layout } from "./formatJson.ts";
import { applyEdits, type TextEdit } from "./textEdit.ts";

/** Puts a new last property (list item where `key` is undefined) into `container`. */
export function insertChild(
  text: string,
  container: Node,
  { key, value }: { readonly key: string | undefined; readonly value: unknown },
  layout: Layout,
): TextEdit[] {
  const label = key === undefined ? "" : `${JSON.stringify(key)}: `;
  const write = (indent: string) => label + formatJson(value, indent, layout);
  const last = container.children?.at(-1);
  if (last === undefined) return [insertFirst(text, container, { value, write }, layout)];
  const end = last.offset + last.length;
  const indent = indentAt(text, last.offset);
  const comma = commaAfter(text, end);
  const line = lineAfter(text, end);
  const ownLine = beginsLine(text, last.offset) && line.ends && (comma === undefined || comma < line.end);
  if (!ownLine) {
    if (comma !== undefined) return [insert(comma + 1, ` ${write(indent)},`)];
    const gap = beginsLine(text, last.offset) ? layout.newline + indent : " ";
    return [insert(end, `,${gap}${write(indent)}`)];
  }
  const added = `${layout.newline}${indent}${write(indent)}`;
  if (comma !== undefined) return [insert(line.end, `${added},`)];
  return line.end === end ? [insert(end, `,${added}`)] : [insert(end, ","), insert(line.end, added)];
}

/**
 * Takes out the property of this value, or this list item. When it has its line for itself the line goes, the comment
 * behind it included; comments above stay.
 */
export function removeChild(text: string, value: Node): TextEdit[] {
  const child = value.parent?.type === "property" ? value.parent : value;
  const container = child.parent!;
  const siblings = container.children ?? [];
  const previous = siblings[siblings.indexOf(child) - 1];
  const end = child.offset + child.length;
  const comma = commaAfter(text, end);
  const line = lineAfter(text, end);

  const edits: TextEdit[] = [];
  if (beginsLine(text, child.offset) && line.ends && (comma === undefined || comma < line.end)) {
    edits.push(cut(text.lastIndexOf("\n", child.offset - 1) + 1, afterLineBreak(text, line.end)));
  } else {
    edits.push(cut(child.offset, end));
    if (comma !== undefined) edits.push(cut(comma, skipBlanks(text, comma + 1)));
  }
  const leading = previous === undefined ? undefined : commaAfter(text, previous.offset + previous.length);
  if (comma === undefined && leading !== undefined)
    edits.push(cut(leading, skipBlanks(text, leading + 1) === child.offset ? child.offset : leading + 1));
  return siblings.length === 1 ? closeUp(text, container, edits) : edits;
}

function insertFirst(
  text: string,
  container: Node,
  { value, write }: { readonly value: unknown; readonly write: (indent: string) => string },
  layout: Layout,
): TextEdit {
  const open = container.offset + 1;
  const close = container.offset + container.length - 1;
  const inside = text.slice(open, close);
  const indent = indentAt(text, container.offset);
  const deeper = indent + layout.unit;
  const nested = typeof value === "object" && value !== null && !Array.isArray(value);
  if (!inside.includes("\n") && !nested && container.parent !== undefined) {
    const pad = container.type === "object" ? " " : "";
    const comment = inside.trim() === "" ? "" : ` ${inside.trim()} `;
    return { offset: open, length: inside.length, content: `${comment || pad}${write(indent)}${pad}` };
  }
  const content = `${inside.trimEnd()}${layout.newline}${deeper}${write(deeper)}${layout.newline}${indent}`;
  return { offset: open, length: inside.length, content };
}

/** A container left with blanks only becomes `{}` or `[]`; one with a comment stays open. */
function closeUp(text: string, container: Node, edits: TextEdit[]): TextEdit[] {
  const emptied = applyEdits(text.slice(0, container.offset + container.length), edits);
  const inside = emptied.slice(container.offset + 1, -1);
  return inside.trim() === "" ? [cut(container.offset + 1, container.offset + container.length - 1)] : edits;
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

function insert(offset: number, content: string): TextEdit {
  return { offset, length: 0, content };
}

function cut(from: number, to: number): TextEdit {
  return { offset: from, length: to - from, content: "" };
}
