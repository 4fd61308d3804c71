import { getNodeValue, type Node, parseTree } from "jsonc-parser";
import type { JsonPath } from "./configText.ts";
import { indentAt, insertChild, removeChild } from "./editContainer.ts";
import { formatJson, layoutOf } from "./formatJson.ts";

/** Replace `length` characters at `offset` by `content`. */
export interface TextEdit {
  readonly offset: number;
  readonly length: number;
  readonly content: string;
}

/** A new value for what stands at `path`; undefined takes it out. */
export interface Change {
  readonly path: JsonPath;
  readonly value: unknown;
}

/**
 * The smallest edit that gives `path` its new value: comments and formatting elsewhere stay as they are. Objects on the
 * way are made; an index equal to a list's length appends. A comment on the line of a removed property goes with it.
 *
 * The text may hold comments and trailing commas.
 * @returns no edit when nothing changes
 * @throws RangeError when the text is not JSON: nothing can be changed without losing something
 */
export function editConfig(text: string, path: JsonPath, value: unknown): TextEdit[] {
  return editConfigAll(text, [{ path, value }]);
}

/** Several changes, one after the other, as one edit of the original text. */
export function editConfigAll(text: string, changes: readonly Change[]): TextEdit[] {
  const changed = changes.reduce((current, { path, value }) => change(current, path, value), text);
  return difference(text, changed);
}

/** The text after non-overlapping edits. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  return [...edits]
    .sort((a, b) => b.offset - a.offset)
    .reduce(
      (t, { offset, length, content }) => t.slice(0, offset) + content + t.slice(offset + length),
      text,
    );
}

function change(text: string, path: JsonPath, value: unknown): string {
  const layout = layoutOf(text);
  const root = parse(text);
  if (root === undefined) {
    if (value === undefined) return text;
    const before = text === "" || text.endsWith("\n") ? text : text + layout.newline;
    return `${before}${formatJson(wrap(path, value), "", layout)}${layout.newline}`;
  }
  const { node, rest } = walk(root, path);
  const [key, ...deeper] = rest;
  if (value === undefined) {
    if (rest.length > 0 || path.length === 0) return text;
    const shorter = removeChild(text, node);
    // A key written twice goes altogether.
    return typeof path.at(-1) === "number" ? shorter : change(shorter, path, undefined);
  }
  if (key === undefined) return replaceValue(text, node, path, value);
  const name = node.type === "object" ? String(key) : undefined;
  if (node.type === "object" || (node.type === "array" && typeof key === "number"))
    return insertChild(text, node, name, wrap(deeper, value), layout);
  return replaceNode(text, node, wrap(rest, value));
}

/** Objects are changed key by key and lists item by item, so that comments within them stay. */
function replaceValue(text: string, node: Node, path: JsonPath, value: unknown): string {
  if (JSON.stringify(getNodeValue(node)) === JSON.stringify(value)) return text;
  const changes =
    node.type === "object" && isObject(value)
      ? objectChanges(node, value)
      : node.type === "array" && Array.isArray(value)
        ? listChanges(node, value)
        : undefined;
  if (changes === undefined) return replaceNode(text, node, value);
  return changes.reduce((current, next) => change(current, [...path, ...next.path], next.value), text);
}

function objectChanges(node: Node, value: Record<string, unknown>): Change[] {
  const present = (node.children ?? []).map((property) => String(property.children?.[0]?.value));
  return [...new Set([...present, ...Object.keys(value)])].map((key) => ({
    path: [key],
    value: Object.hasOwn(value, key) ? value[key] : undefined,
  }));
}

/** Items only taken out are taken out where they stand; otherwise items change place by place. */
function listChanges(node: Node, value: readonly unknown[]): Change[] {
  const before = (node.children ?? []).map((item) => JSON.stringify(getNodeValue(item)));
  const after = value.map((item) => JSON.stringify(item ?? null));
  const gone: number[] = [];
  let kept = 0;
  for (const [i, item] of before.entries()) {
    if (item === after[kept]) kept++;
    else gone.push(i);
  }
  if (kept < after.length) {
    gone.length = 0;
    for (let i = after.length; i < before.length; i++) gone.push(i);
    return [...value.map((item, i) => ({ path: [i], value: item ?? null })), ...removals(gone)];
  }
  return removals(gone);
}

function removals(indexes: readonly number[]): Change[] {
  return [...indexes].reverse().map((i) => ({ path: [i], value: undefined }));
}

function replaceNode(text: string, node: Node, value: unknown): string {
  const content = formatJson(value, indentAt(text, node.offset), layoutOf(text));
  return text.slice(0, node.offset) + content + text.slice(node.offset + node.length);
}

/** As far down `path` as there are nodes. */
function walk(root: Node, path: JsonPath): { node: Node; rest: JsonPath } {
  let node = root;
  for (const [i, key] of path.entries()) {
    const next =
      node.type === "object"
        ? node.children?.find((property) => property.children?.[0]?.value === String(key))?.children?.[1]
        : node.type === "array" && typeof key === "number"
          ? node.children?.[key]
          : undefined;
    if (next === undefined) return { node, rest: path.slice(i) };
    node = next;
  }
  return { node, rest: [] };
}

/** `["a", 0]`, 5 → `{ a: [5] }` */
function wrap(path: JsonPath, value: unknown): unknown {
  return path.reduceRight<unknown>(
    (inner, key) => (typeof key === "number" ? [inner] : { [key]: inner }),
    value,
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parse(text: string): Node | undefined {
  const errors: { error: number; offset: number; length: number }[] = [];
  const root = parseTree(text.replace(/^\uFEFF/, " "), errors, {
    allowTrailingComma: true,
    allowEmptyContent: true,
  });
  if (errors.length > 0) throw new RangeError("the text is not valid JSON: mend it before changing it");
  return root;
}

/** One edit over what differs; never between the two characters of a line end or of a surrogate pair. */
function difference(before: string, after: string): TextEdit[] {
  if (before === after) return [];
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  if (splits(before, start) || splits(after, start)) start--;
  if (splits(before, before.length - end) || splits(after, after.length - end)) end--;
  return [
    { offset: start, length: before.length - end - start, content: after.slice(start, after.length - end) },
  ];
}

function splits(text: string, at: number): boolean {
  const pair = text.slice(at - 1, at + 1);
  return at > 0 && (pair === "\r\n" || /^[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(pair));
}
