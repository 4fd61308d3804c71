import { getLocation } from "jsonc-parser";
import { own } from "../../jsonc/own.ts";

/** A place in a config where a column's name belongs. */
export interface ColumnPlace {
  /** A key is followed by `: { }`; a value stands alone. */
  readonly kind: "key" | "value";
  /** Character offsets of what is replaced, quotes included. */
  readonly start: number;
  readonly end: number;
  /** Names that stand there already. */
  readonly taken: readonly string[];
}

/** Whether a column's name belongs at this offset of the text, and what of it stands there. */
export function columnPlace(text: string, offset: number, value: unknown): ColumnPlace | undefined {
  const { path, isAtPropertyKey, previousNode } = getLocation(text, offset);
  const [first, second, third] = path;
  const inside =
    previousNode !== undefined &&
    previousNode.offset <= offset &&
    offset <= previousNode.offset + previousNode.length &&
    previousNode.type !== "null";
  const start = inside ? previousNode.offset : offset;
  const end = inside ? previousNode.offset + previousNode.length : offset;
  if (isAtPropertyKey) {
    const typed = inside ? String(previousNode.value ?? "") : "";
    const others = (container: unknown) =>
      Object.keys((container ?? {}) as object).filter((n) => n !== typed);
    if (first === "columns" && path.length === 2)
      return { kind: "key", start, end, taken: others(at(value, "columns")) };
    if (first === "model" && second === "numericalDistributions" && path.length === 3)
      return { kind: "key", start, end, taken: others(at(value, "model", "numericalDistributions")) };
    return undefined;
  }
  // of a rule over a set of columns
  const listed = path.at(-1);
  if (first === "rules" && path.length === 4 && typeof second === "number" && typeof listed === "number") {
    const list = (at(value, "rules") as readonly unknown[])[second];
    const names = at(list, String(third));
    const taken = Array.isArray(names) ? names.filter((_, i) => i !== listed).map(String) : [];
    return { kind: "value", start, end, taken };
  }
  if (first !== "report") return undefined;
  if (second === "target" && path.length === 2) return { kind: "value", start, end, taken: [] };
  if ((second === "sensitive" || second === "quasiIdentifiers") && typeof third === "number") {
    const list = at(value, "report", second);
    const taken = Array.isArray(list) ? list.filter((_, i) => i !== third).map(String) : [];
    return { kind: "value", start, end, taken };
  }
  return undefined;
}

function at(value: unknown, ...path: string[]): unknown {
  let current = value;
  for (const key of path) {
    if (typeof current !== "object" || current === null) return undefined;
    current = own(current as Record<string, unknown>, key);
  }
  return current;
}
