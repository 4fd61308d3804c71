import { DataError } from "../dataError.ts";
import { utf8Chunks } from "./byteSource.ts";
import type { FileHead } from "./fileHead.ts";

/** Levels of brackets beyond which no table goes; the native reader needs a bound, as it calls itself for each. */
const maxDepth = 200;

/** @throws DataError too-deep, naming the line, before any other reader sees the file */
export async function refuseDeepJson(path: string, head: FileHead): Promise<void> {
  let depth = 0;
  let line = 1;
  let inText = false;
  let escaped = false;
  for await (const chunk of utf8Chunks(path, { head, decoder: "utf-8", bomBytes: 0 }))
    for (let i = 0; i < chunk.length; i++) {
      const c = chunk[i]!;
      if (c === 10) {
        // no text of JSON goes beyond its line, and a bracket that closes nothing does not make room for another one
        line++;
        inText = escaped = false;
      } else if (inText) {
        if (escaped) escaped = false;
        else if (c === 92) escaped = true;
        else if (c === 34) inText = false;
      } else if (c === 34) inText = true;
      else if (c === 91 || c === 123) {
        if (++depth > maxDepth)
          throw new DataError(
            "too-deep",
            path,
            `${path}, line ${line}: more than ${maxDepth} brackets are open. A table is one object of plain values per row; flatten the file.`,
            { line },
          );
      } else if ((c === 93 || c === 125) && depth > 0) depth--;
    }
}
