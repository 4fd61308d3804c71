import { getLocation, type Node, parseTree } from "jsonc-parser";

/** A place in a product file where an entry refers to another one by its id. */
export interface IdPlace {
  /** Character offsets of what is replaced, quotes included. */
  readonly start: number;
  readonly end: number;
  readonly entries: readonly { readonly id: string; readonly title: string }[];
}

/** Lists that values refer to, by the path of the value; `*` is any index. */
const referring: readonly (readonly [path: string, list: string])[] = [
  ["features.*.phase", "phases"],
  ["features.*.needs.*", "features"],
  ["features.*.data.*", "data"],
  ["features.*.stories.*.as", "personas"],
  ["phases.*.exit.*.data", "data"],
  ["personas.*.rows.data", "data"],
  ["feedback.themes.*.feature", "features"],
  ["feedback.notes.*.features.*", "features"],
  ["feedback.notes.*.as", "personas"],
];

/** Whether an id belongs at this offset of the text, which may have errors elsewhere, and which ids there are. */
export function idPlace(text: string, offset: number): IdPlace | undefined {
  const { path, isAtPropertyKey, previousNode } = getLocation(text, offset);
  if (isAtPropertyKey) return undefined;
  const key = path.map((part) => (typeof part === "number" ? "*" : part)).join(".");
  const list = referring.find(([place]) => place === key)?.[1];
  if (list === undefined) return undefined;
  const inside =
    previousNode !== undefined &&
    previousNode.type !== "null" &&
    previousNode.offset <= offset &&
    offset <= previousNode.offset + previousNode.length;
  const [start, end] = inside
    ? [previousNode.offset, previousNode.offset + previousNode.length]
    : [offset, offset];
  const root = parseTree(text, [], { allowTrailingComma: true });
  const items = valueAt(root, list)?.children ?? [];
  const own = path[0] === list && path[2] === "needs" ? path[1] : undefined;
  return {
    start,
    end,
    entries: items.flatMap((item, i) => {
      const id: unknown = valueAt(item, "id")?.value;
      const title: unknown = (valueAt(item, "title") ?? valueAt(item, "name") ?? valueAt(item, "config"))
        ?.value;
      return typeof id === "string" && i !== own
        ? [{ id, title: typeof title === "string" ? title : "" }]
        : [];
    }),
  };
}

function valueAt(node: Node | undefined, key: string): Node | undefined {
  if (node?.type !== "object") return undefined;
  return node.children?.find(({ children }) => children?.[0]?.value === key)?.children?.[1];
}
