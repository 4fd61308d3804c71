import { createScanner, type Node, type ParseError, printParseErrorCode } from "jsonc-parser";
import type { Diagnostic } from "../protocol/run.ts";
import { type ConfigText, lineColumn } from "./configText.ts";
import { findConflict } from "./findConflict.ts";
import { quote } from "./quote.ts";

/** What messages call a file, and the smallest text that is one. */
export interface FileKind {
  readonly name: string;
  readonly smallest: string;
}

export const configFile: FileKind = { name: "config", smallest: '{ "source": { "path": "…" } }' };

/**
 * What keeps the text from being JSON (an unfinished merge, or one finding a line, of which the first is the one to fix), and
 * duplicate keys.
 */
export function syntaxErrors(source: ConfigText, { name, smallest }: FileKind): Diagnostic[] {
  if (source.text.trim() === "")
    return [
      at(source, { offset: 0, length: 0 }, "syntax", {
        message: `the ${name} is empty; it needs at least ${smallest}`,
      }),
    ];
  if (source.tooDeep !== undefined)
    return [
      at(source, { offset: source.tooDeep, length: 1 }, "syntax", {
        message: `brackets nest more deeply here than any ${name} needs; remove them`,
      }),
    ];
  const conflict = source.errors.length > 0 ? findConflict(source) : null;
  if (conflict !== null) return [conflict];
  const byLine = new Map<number, Diagnostic>();
  for (const error of source.errors) {
    const found =
      printParseErrorCode(error.error) === "CommaExpected"
        ? missingComma(source, error.offset)
        : at(source, error, "syntax", { message: explain(source, error) });
    if (!byLine.has(found.line)) byLine.set(found.line, found);
  }
  const diagnostics = [...byLine.values()];
  if (diagnostics.length > 0) return diagnostics;
  if (source.root === undefined)
    return [
      at(source, { offset: 0, length: source.text.length }, "syntax", {
        message: `the ${name} holds only comments`,
      }),
    ];
  return duplicateKeys(source, source.root, []);
}

function explain(source: ConfigText, error: ParseError): string {
  const found = quote(source.text.slice(error.offset, error.offset + error.length));
  const ended = error.offset >= source.text.trimEnd().length;
  switch (printParseErrorCode(error.error)) {
    case "InvalidSymbol":
      return `${found} is not JSON: texts go in double quotes, and the only bare words are true, false and null`;
    case "InvalidNumberFormat":
      return `${found} is not a number JSON knows`;
    case "PropertyNameExpected":
      return ended
        ? "the text ends where a key should be"
        : `a key in double quotes is missing before ${found}`;
    case "ValueExpected":
      return ended ? "the text ends where a value should be" : `a value is missing before ${found}`;
    case "ColonExpected":
      return `a colon is missing before ${found}`;
    case "CloseBraceExpected":
      return "a closing } is missing";
    case "CloseBracketExpected":
      return "a closing ] is missing";
    case "EndOfFileExpected":
      return `nothing may follow the closing }, found ${found}`;
    case "UnexpectedEndOfComment":
      return "a comment begun with /* is never closed with */";
    case "UnexpectedEndOfString":
      return 'the closing " of a text is missing on this line';
    case "UnexpectedEndOfNumber":
      return `the number ${found} is cut short`;
    case "InvalidUnicode":
      return `${found} holds a broken \\u escape: four hexadecimal digits must follow`;
    case "InvalidEscapeCharacter":
      return `${found} holds an unknown escape; a backslash itself is written \\\\`;
    case "InvalidCharacter":
      return `${found} holds a control character; write it as an escape such as \\t or \\n`;
    default:
      return `unexpected ${found}`;
  }
}

/** Shown, and fixed, at the end of what stands before. */
function missingComma(source: ConfigText, offset: number): Diagnostic {
  const scanner = createScanner(source.text, true);
  let end = 0;
  while (scanner.getPosition() < offset) {
    scanner.scan();
    if (scanner.getTokenOffset() >= offset) break;
    end = scanner.getTokenOffset() + scanner.getTokenLength();
  }
  const start = Math.max(0, end - 1);
  const diagnostic = at(source, { offset: start, length: end - start }, "syntax", {
    message: "a comma is missing after this",
  });
  return { ...diagnostic, fix: { title: "Insert a comma", newText: `${source.text.slice(start, end)},` } };
}

function duplicateKeys(source: ConfigText, node: Node, path: (string | number)[]): Diagnostic[] {
  if (node.type === "array")
    return (node.children ?? []).flatMap((child, i) => duplicateKeys(source, child, [...path, i]));
  if (node.type !== "object") return [];
  const seen = new Set<string>();
  return (node.children ?? []).flatMap((property) => {
    const [key, value] = property.children ?? [];
    if (key === undefined) return [];
    const name = String(key.value);
    const inner = value === undefined ? [] : duplicateKeys(source, value, [...path, name]);
    if (!seen.has(name)) {
      seen.add(name);
      return inner;
    }
    const message = `the key ${quote(name)} appears a second time; keep one`;
    return [at(source, key, "duplicate-key", { message, path: [...path, name] }), ...inner];
  });
}

function at(
  source: ConfigText,
  { offset, length }: { readonly offset: number; readonly length: number },
  code: string,
  { message, path = [] }: { readonly message: string; readonly path?: (string | number)[] },
): Diagnostic {
  const place = lineColumn(source.text, offset);
  return { severity: "error", code, message, file: source.file, ...place, offset, length, path };
}
