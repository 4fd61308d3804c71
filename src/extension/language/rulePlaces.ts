import { findNodeAtOffset, getNodePath, parseTree } from "jsonc-parser";
import { placesInText } from "../../jsonc/configText.ts";

/** A place in the text of a rule of a config. */
export interface RulePlace {
  /** The rule, without the quotes and escapes of JSON. */
  readonly rule: string;
  /** Where in `rule` the place is. */
  readonly offset: number;
  /** Character offset in the config of a place in `rule`. */
  outside(offset: number): number;
}

const textKeys: readonly unknown[] = [undefined, "rule", "when", "then"];

/** The rule at this offset of a config; undefined elsewhere, and in lists of columns. */
export function rulePlace(text: string, offset: number): RulePlace | undefined {
  const root = parseTree(text, [], { allowTrailingComma: true });
  const node = root && findNodeAtOffset(root, offset, true);
  if (node?.type !== "string" || offset <= node.offset || offset >= node.offset + node.length)
    return undefined;
  const [first, at, key, more] = getNodePath(node);
  if (first !== "rules" || typeof at !== "number" || more !== undefined || !textKeys.includes(key))
    return undefined;
  if (node.parent?.type === "property" && node.parent.children?.[0] === node) return undefined;
  const places = placesInText(text, node);
  const inside = places.findIndex((place) => place >= offset);
  return {
    rule: String(node.value),
    offset: inside === -1 ? places.length - 1 : inside,
    outside: (within) => places[Math.min(within, places.length - 1)]!,
  };
}
