import { DataError } from "../dataError.ts";
import { utf8Chunks } from "./byteSource.ts";
import type { FileHead } from "./fileHead.ts";

/** Longest JSON array searched for its fault, in characters. */
const longest = 2 ** 28;

/** Where a JSON or NDJSON file that could not be read is broken; undefined when it parses. */
export async function findJsonFault(path: string, head: FileHead): Promise<DataError | undefined> {
  const decoder = new TextDecoder();
  let line = 1;
  let text = "";
  for await (const chunk of utf8Chunks(path, {
    head,
    decoder: "utf-8",
    bomBytes: 0,
  })) {
    text += decoder.decode(chunk, { stream: true });
    if (head.type === "json") {
      if (text.length > longest) return undefined;
      continue;
    }
    for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n")) {
      const fault = faultIn(path, text.slice(0, end), line);
      if (fault !== undefined) return fault;
      text = text.slice(end + 1);
      line++;
    }
  }
  return faultIn(path, text, line);
}

function faultIn(path: string, text: string, firstLine: number): DataError | undefined {
  if (text.trim() === "") return undefined;
  try {
    JSON.parse(text);
    const bad = text.indexOf("\ufffd");
    if (bad < 0) return undefined;
    const line = firstLine + text.slice(0, bad).split("\n").length - 1;
    return new DataError(
      "not-utf8",
      path,
      `${path}, line ${line}: bytes that are not UTF-8. Save the file as UTF-8.`,
      { line },
    );
  } catch (error) {
    const message = (error as Error).message;
    const found = /position (\d+)/.exec(message)?.[1];
    const position = found === undefined ? text.length : Number(found);
    const before = text.slice(0, position).split("\n");
    const line = firstLine + before.length - 1;
    const what = found === undefined ? "the text ends too early" : "unexpected character";
    return new DataError(
      "corrupt-json",
      path,
      `${path}, line ${line}, character ${before.at(-1)!.length + 1}: ${what}, so this is not JSON. Correct that place or export the file again.`,
      { line },
    );
  }
}
