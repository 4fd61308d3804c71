import { CellEncoder } from "./cellEncoder.ts";
import { RowEncoder } from "./rowEncoder.ts";
import type { OutputColumn } from "./tableWriter.ts";
import type { TextLayout } from "./textWriter.ts";

/** One object per row: per line (NDJSON), or in one array. Numbers with affixes are strings. Missing is null; `true` and `false` of boolean columns are JSON's own. */
export function jsonLayout(type: "json" | "ndjson", columns: readonly OutputColumn[]): TextLayout {
  const cells = columns.map(({ format }) => {
    const boolean = format.physical === "boolean";
    const longInteger = format.physical === "text" && /INT$/.test(format.fileType ?? "");
    return new CellEncoder(format.affix === undefined ? { ...format, decimalPoint: "." } : format, {
      missing: "null",
      spell: (text) =>
        (boolean && (text === "true" || text === "false")) || (longInteger && /^-?\d+$/.test(text))
          ? text
          : JSON.stringify(text),
      quoteNumbers: format.affix !== undefined,
      quoteDates: true,
      special: ['"', "\\"],
    });
  });
  const open = type === "json" ? ",\n{" : "{";
  const before = columns.map((c, k) => `${k === 0 ? open : ","}${JSON.stringify(c.name)}:`);
  return type === "json"
    ? { rows: new RowEncoder(cells, before, "}"), head: "[", tail: "\n]\n", skip: 1 }
    : { rows: new RowEncoder(cells, before, "}\n"), head: "", tail: "", skip: 0 };
}
