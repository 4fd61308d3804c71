import { getNodeValue, type Node, parseTree } from "jsonc-parser";
import type { JsonPath } from "./configText.ts";
import { indentAt, insertChild, removeChild } from "./editContainer.ts";
import { formatJson, type Layout, layoutOf } from "./formatJson.ts";
import { own } from "./own.ts";
import { applyEdits, difference, type TextEdit } from "./textEdit.ts";

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

/** Reads a text of JSON with comments; undefined where there is no value. @throws RangeError when it is not JSON */
export type ReadTree = (text: string, paths: readonly JsonPath[]) => Node | undefined;

/**
 * Several changes, as if one after the other, as one edit of the original text.
 * @param read a quicker reader for a text that is known to be valid; its tree needs children where the paths of the changes lead
 */
export function editConfigAll(text: string, changes: readonly Change[], read: ReadTree = parse): TextEdit[] {
  let current = text;
  let queue = changes;
  while (queue.length > 0) [current, queue] = round(current, queue, read);
  return difference(text, current);
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** What a change does to the text; no other change of the same round may touch its span. */
interface Step extends Span {
  readonly edits: readonly TextEdit[];
  /** To be done afterwards. */
  readonly again?: Change;
}

/** Does all changes that do not get in each other's way with one parse; the others are left for the next round. */
function round(text: string, queue: readonly Change[], read: ReadTree): [text: string, rest: Change[]] {
  const layout = layoutOf(text);
  const root = read(
    text,
    queue.map(({ path }) => path),
  );
  const [first, ...others] = queue;
  if (root === undefined) return [first === undefined ? text : begin(text, first, layout), others];
  const edits: TextEdit[] = [];
  const touched: Span[] = [];
  const rest: Change[] = [];
  const take = (change: Change): void => {
    const place = span(walk(root, change.path).node);
    const parts = touched.some((other) => overlap(place, other)) ? undefined : refine(root, change);
    if (parts !== undefined) {
      parts.forEach(take);
      return;
    }
    // What does nothing here may do something after a change before it: it waits in line like the others.
    const step: Step = plan(text, root, change, layout) ?? { ...place, edits: [] };
    if (touched.some((other) => overlap(step, other))) rest.push(change);
    else if (step.edits.length === 0) return;
    else {
      edits.push(...step.edits);
      if (step.again !== undefined) rest.push(step.again);
    }
    touched.push(step);
  };
  queue.forEach(take);
  return [applyEdits(text, edits), rest];
}

/** Objects are changed key by key and lists item by item, so that comments within them stay. */
function refine(root: Node, { path, value }: Change): Change[] | undefined {
  const { node, rest } = walk(root, path);
  if (rest.length > 0 || JSON.stringify(getNodeValue(node)) === JSON.stringify(value)) return undefined;
  const parts =
    node.type === "object" && isObject(value)
      ? objectChanges(node, value)
      : node.type === "array" && Array.isArray(value)
        ? listChanges(node, value)
        : undefined;
  return parts?.map((part) => ({ path: [...path, ...part.path], value: part.value }));
}

function plan(text: string, root: Node, { path, value }: Change, layout: Layout): Step | undefined {
  const { node, rest } = walk(root, path);
  const [key, ...deeper] = rest;
  if (value === undefined) {
    if (key !== undefined || path.length === 0) return undefined;
    const container = node.parent?.type === "property" ? node.parent.parent! : node.parent!;
    // A key written twice goes altogether.
    const again = typeof path.at(-1) === "number" ? {} : { again: { path, value } };
    return { ...span(container), edits: removeChild(text, node), ...again };
  }
  if (key === undefined) {
    if (JSON.stringify(getNodeValue(node)) === JSON.stringify(value)) return undefined;
    return replaceNode(text, node, value, layout);
  }
  const name = node.type === "object" ? String(key) : undefined;
  if (node.type === "object" || (node.type === "array" && typeof key === "number"))
    return {
      ...span(node),
      edits: insertChild(text, node, { key: name, value: wrap(deeper, value) }, layout),
    };
  return replaceNode(text, node, wrap(rest, value), layout);
}

function replaceNode(text: string, node: Node, value: unknown, layout: Layout): Step {
  const content = formatJson(value, indentAt(text, node.offset), layout);
  return { ...span(node), edits: [{ offset: node.offset, length: node.length, content }] };
}

function span(node: Node): Span {
  return { from: node.offset, to: node.offset + node.length };
}

function overlap(a: Span, b: Span): boolean {
  return a.from < b.to && b.from < a.to;
}

/** A text without a value yet: empty, or comments only. */
function begin(text: string, { path, value }: Change, layout: Layout): string {
  if (value === undefined) return text;
  const before = text === "" || text.endsWith("\n") ? text : text + layout.newline;
  return `${before}${formatJson(wrap(path, value), "", layout)}${layout.newline}`;
}

function objectChanges(node: Node, value: Record<string, unknown>): Change[] {
  const present = (node.children ?? []).map((property) => String(property.children?.[0]?.value));
  return [...new Set([...present, ...Object.keys(value)])].map((key) => ({
    path: [key],
    value: own(value, key),
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
  if (kept === after.length) return removals(gone);
  const surplus = before.map((_, i) => i).slice(after.length);
  return [...value.map((item, i) => ({ path: [i], value: item ?? null })), ...removals(surplus)];
}

function removals(indexes: readonly number[]): Change[] {
  return [...indexes].reverse().map((i) => ({ path: [i], value: undefined }));
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
  if (errors.length > 0) throw new RangeError("the text is not valid JSON: fix it before changing it");
  return root;
}
