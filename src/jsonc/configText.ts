import { findNodeAtLocation, type Node, type ParseError, parseTree } from "jsonc-parser";
import { grouped } from "../language/counts.ts";
import type { Diagnostic } from "../protocol/run.ts";
import { tooDeepAt } from "./jsonDepth.ts";

export type JsonPath = readonly (string | number)[];

/** The text of a config with its syntax tree, to say where in the text something is. */
export interface ConfigText {
  readonly text: string;
  /** As it should be shown in messages. */
  readonly file: string;
  readonly root: Node | undefined;
  readonly errors: readonly ParseError[];
  /** Where it nests so deeply that it is not read at all. */
  readonly tooDeep: number | undefined;
}

/** Brackets within brackets: no config needs a tenth of it. */
export const maxDepth = 200;

/** What is wrong, before its place in the text is known. */
export interface Finding {
  readonly severity: Diagnostic["severity"];
  readonly code: string;
  readonly message: string;
  readonly path: JsonPath;
  /** Which part of the property at `path` is guilty. A missing one is shown at its nearest existing parent's key. */
  readonly at: "key" | "value";
  /** Characters of a text at `path` that are guilty, the end not included; the whole value when left out. */
  readonly within?: readonly [start: number, end: number];
  readonly fix?: Fix;
}

/** A better value or key; `title` is what the lightbulb says. */
export interface Fix {
  readonly title: string;
  readonly value: unknown;
}

/** Comments and trailing commas are allowed. */
export function readConfigText(text: string, file: string): ConfigText {
  const errors: ParseError[] = [];
  // A byte-order mark becomes a blank, so that offsets stay those of the text.
  const blank = text.startsWith("\uFEFF") ? ` ${text.slice(1)}` : text;
  const tooDeep = tooDeepAt(blank, maxDepth);
  if (tooDeep !== undefined) return { text: blank, file, root: undefined, errors, tooDeep };
  const root = parseTree(blank, errors, { allowTrailingComma: true, disallowComments: false });
  return { text: blank, file, root, errors, tooDeep };
}

/** What is said of one config at most: nobody reads more, and each is looked up in the text. */
const maxFindings = 100;

/** The findings with their places, in the order of the text; of very many the first ones, and how many there are. */
export function locateAll(source: ConfigText, findings: readonly Finding[]): Diagnostic[] {
  const located = findings.slice(0, maxFindings).map((finding) => locate(source, finding));
  located.sort((a, b) => a.offset - b.offset);
  const left = findings.slice(maxFindings);
  if (left.length === 0) return located;
  const severity = left.some((f) => f.severity === "error") ? "error" : left[0]!.severity;
  const message = `${grouped(left.length)} more like these; fix the first ones, and check again`;
  return [...located, locate(source, { severity, code: "more", message, path: [], at: "key" })];
}

/** The finding with its place in the text. */
export function locate(source: ConfigText, finding: Finding): Diagnostic {
  const { node, exact } = guiltyNode(source.root, finding);
  const part =
    exact && finding.within !== undefined ? partOfText(source.text, node!, finding.within) : undefined;
  const offset = part?.[0] ?? node?.offset ?? 0;
  const length = part?.[1] ?? (node === undefined ? 0 : spanLength(source.text, node));
  return {
    severity: finding.severity,
    code: finding.code,
    message: finding.message,
    file: source.file,
    ...lineColumn(source.text, offset),
    offset,
    length,
    path: finding.path,
    ...(finding.fix !== undefined && exact
      ? { fix: { title: finding.fix.title, newText: written(finding.fix.value, part !== undefined) } }
      : {}),
  };
}

/** 1-based line and column of a character offset. */
export function lineColumn(text: string, offset: number): { line: number; column: number } {
  let line = 1;
  let start = 0;
  for (let i = text.indexOf("\n"); i !== -1 && i < offset; i = text.indexOf("\n", i + 1)) {
    line++;
    start = i + 1;
  }
  return { line, column: offset - start + 1 };
}

function guiltyNode(root: Node | undefined, finding: Finding): { node: Node | undefined; exact: boolean } {
  if (root === undefined) return { node: undefined, exact: false };
  const path = [...finding.path];
  const found = findNodeAtLocation(root, path);
  if (found !== undefined) {
    if (finding.at === "value") return { node: found, exact: true };
    return { node: keyOf(found) ?? found, exact: true };
  }
  while (path.length > 0) {
    path.pop();
    const parent = path.length === 0 ? root : findNodeAtLocation(root, path);
    if (parent !== undefined) return { node: keyOf(parent) ?? parent, exact: false };
  }
  return { node: root, exact: false };
}

function keyOf(value: Node): Node | undefined {
  return value.parent?.type === "property" ? value.parent.children?.[0] : undefined;
}

/** JSON of a value; only what stands between the quotes where it is a part of a text. */
function written(value: unknown, inText: boolean): string {
  const json = JSON.stringify(value);
  return inText ? json.slice(1, -1) : json;
}

/** Offset and length, in the file, of characters of a text, escapes counted as written. */
function partOfText(
  text: string,
  node: Node,
  [start, end]: readonly [number, number],
): [number, number] | undefined {
  if (node.type !== "string") return undefined;
  const places = placesInText(text, node);
  const close = places.at(-1)!;
  const first = places[start] ?? close;
  const last = places[end] ?? close;
  return first < last ? [first, last - first] : undefined;
}

/** Offset, in the file, of each character of a text node, escapes counted as written, and of its closing quote. */
export function placesInText(text: string, { offset, length }: Node): number[] {
  const from = offset + 1;
  const raw = text.slice(from, offset + length - 1);
  const places = [...raw.matchAll(/\\u[\da-fA-F]{4}|\\.|[^\\]/gs)].map(({ index }) => from + index);
  return [...places, from + raw.length];
}

/** Objects and arrays over several lines are marked by their first line only. */
function spanLength(text: string, node: Node): number {
  if (node.type !== "object" && node.type !== "array") return node.length;
  const end = text.slice(node.offset, node.offset + node.length).search(/\r?\n/);
  return end === -1 ? node.length : Math.max(1, end);
}
