import { type Node, parseTree } from "jsonc-parser";
import { applyEdits, difference, type TextEdit } from "./textEdit.ts";

/**
 * Moves an item of a list before another one, with the comments above and behind it, as one block of lines.
 * Commas follow: the file keeps its style, with or without a comma after the last item.
 * @param list the list's node in `text`
 * @param from index of the item; `to`: index of the item it goes before, the length of the list for the end
 * @returns no edit where the item already stands there
 * @throws RangeError when items share a line: they cannot be moved without touching each other
 */
export function moveItem(text: string, list: Node, from: number, to: number): TextEdit[] {
  const items = list.children ?? [];
  if (to === from || to === from + 1) return [];
  // only the items between the two places change theirs
  const first = Math.min(from, to);
  const last = Math.max(from, to - 1);
  const blocks = blocksOf(text, list, items, { first, last });
  const moved = blocks[from - first]!;
  const others = blocks.filter((block) => block !== moved);
  const order = to > from ? [...others, moved] : [moved, ...others];
  const trailing = blocks.at(-1)!.comma;
  const written = order.map((block, i) => {
    const wanted = i < order.length - 1 || trailing;
    const source = text.slice(block.start, block.end);
    const at = block.after - block.start;
    if (wanted === block.comma) return source;
    return wanted
      ? `${source.slice(0, at)},${source.slice(at)}`
      : source.slice(0, at) + source.slice(at).replace(",", "");
  });
  const start = blocks[0]!.start;
  const end = blocks.at(-1)!.end;
  return difference(
    text,
    applyEdits(text, [{ offset: start, length: end - start, content: written.join("") }]),
  );
}

interface Block {
  /** Start of the first line: comments directly above belong to the item. */
  readonly start: number;
  /** Behind the line break of the last line. */
  readonly end: number;
  /** Directly behind the value, where its comma stands or would stand. */
  readonly after: number;
  readonly comma: boolean;
}

/** Lines of each item from `first` to `last`; comments above an item belong to it, those behind its comma on the same line too. */
function blocksOf(
  text: string,
  list: Node,
  items: readonly Node[],
  { first, last }: { readonly first: number; readonly last: number },
): Block[] {
  const before = items[first - 1];
  let start = lineEnd(text, before === undefined ? list.offset + 1 : before.offset + before.length);
  return items.slice(first, last + 1).map((item, i) => {
    const after = item.offset + item.length;
    const limit = items[first + i + 1]?.offset ?? list.offset + list.length - 1;
    const end = lineEnd(text, after);
    if (item.offset < start || end > limit)
      throw new RangeError("the items share a line: write each item of the list on lines of its own");
    const comma = /^(\s|\/\*[\s\S]*?\*\/|\/\/[^\n]*)*,/.test(text.slice(after, limit));
    if (comma && !/^[^\n]*,/.test(text.slice(after, end)))
      throw new RangeError("a comma stands on a line of its own: put it behind its item");
    const block = { start, end, after, comma };
    start = end;
    return block;
  });
}

/** Behind the end of the line at `offset`. */
function lineEnd(text: string, offset: number): number {
  const end = text.indexOf("\n", offset);
  return end === -1 ? text.length : end + 1;
}

/** The node of the list at a key of the text's root object; undefined where there is none. */
export function listAt(text: string, key: string): Node | undefined {
  const root = parseTree(text.replace(/^\uFEFF/, " "), [], { allowTrailingComma: true });
  const property = root?.children?.find((child) => child.children?.[0]?.value === key);
  const node = property?.children?.[1];
  return node?.type === "array" ? node : undefined;
}
