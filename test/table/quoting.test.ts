import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DatePattern } from "../../src/table/cells/datePattern.ts";
import { formatCell } from "../../src/table/cells/formatCell.ts";
import { type ColumnFormat, type FileFormat, plainCsv } from "../../src/table/format.ts";
import { readTable } from "../../src/table/read/read.ts";
import { type Column, makeTable } from "../../src/table/table.ts";
import { openTableWriter } from "../../src/table/write/write.ts";
import { cells, newPath, readText, writeBack } from "./files.ts";

const plain: ColumnFormat = {
  physical: "text",
  decimals: null,
  fixedDecimals: false,
  keepPoint: false,
  dateFormat: null,
  missingToken: "",
  decimalPoint: ".",
  fileType: null,
};

async function write(file: FileFormat, columns: readonly Column[], formats: readonly ColumnFormat[]) {
  const path = newPath("out.csv");
  const writer = await openTableWriter(
    path,
    file,
    columns.map((c, k) => ({ name: c.name, format: formats[k]! })),
  );
  await writer.write(makeTable(columns));
  await writer.close();
  return path;
}

describe("every kind of cell goes by the file's quoting rule", () => {
  it.each([
    ["dates with a comma", 'when,n\n"Aug 29, 2021",1\n"Oct 12, 2021",2\nN/A,3\n'],
    ["dates with time and a comma", 'when,n\n"23 Jun 2020, 03:00",1\n"18 Nov 2020, 09:00",2\n'],
    ["a delimiter that times hold", 'when:n\n"09:30":1\n"23:15":2\n'],
  ])("%s", async (_, content) => {
    const delimiter = content.startsWith("when:") ? { delimiter: ":" } : {};
    const loaded = await readText(content, delimiter);
    expect(loaded.table.columns[0]!.kind).toBe("datetime");
    expect((await writeBack(loaded)).toString()).toBe(content);
  });

  const dates = fc.record({
    physical: fc.constant("timestamp" as const),
    dateFormat: fc.constantFrom(
      "%b %d, %Y",
      "%d %b %Y, %H:%M",
      "%d.%m.%Y; %H:%M",
      '%Y "%m" %d',
      "%d|%m|%Y",
      "%Y年%m月%d日",
      "%-d/%-m/%Y\t%I:%M %p",
    ),
  });
  const numbers = fc.record({
    physical: fc.constant("decimal" as const),
    decimals: fc.constantFrom(null, 0, 2),
    fixedDecimals: fc.boolean(),
    decimalPoint: fc.constantFrom("." as const, "," as const),
  });
  const column = fc.record({
    kind: fc.oneof(
      dates,
      numbers,
      fc.constantFrom({ physical: "text" as const }, { physical: "boolean" as const }),
    ),
    missingToken: fc.constantFrom("", "NA", "n,a", "n;a", 'n"a', "n|a", '"NULL"'),
    quoted: fc.constantFrom(undefined, true, false),
    values: fc.array(fc.option(fc.integer({ min: -99_999, max: 99_999 }), { nil: null, freq: 4 }), {
      minLength: 6,
      maxLength: 6,
    }),
  });
  const file = fc.record({
    delimiter: fc.constantFrom(",", ";", "\t", "|", ":", " ", ".", "-", ", "),
    quoting: fc.constantFrom("minimal" as const, "strings" as const, "all" as const),
    newline: fc.constantFrom("\n" as const, "\r\n" as const),
  });

  it("reads back what was written, whatever the delimiter, date format, decimal point and missing token", async () => {
    await fc.assert(
      fc.asyncProperty(file, fc.array(column, { minLength: 1, maxLength: 4 }), async (dialect, drawn) => {
        const formats: ColumnFormat[] = [{ ...plain }];
        const columns: Column[] = [
          {
            kind: "string",
            name: "key",
            codes: Int32Array.of(0, 1, 2, 3, 4, 5),
            dictionary: ["a", "b", "c", "d", "e", "f"],
          },
        ];
        for (const [k, { kind, missingToken, quoted, values }] of drawn.entries()) {
          formats.push({ ...plain, ...kind, missingToken, ...(quoted === undefined ? {} : { quoted }) });
          columns.push(columnOf(`c${k}`, kind.physical, values));
        }
        const path = await write({ ...plainCsv, ...dialect }, columns, formats);
        const missing = ["", ...formats.map((f) => f.missingToken.replaceAll('"NULL"', "NULL"))];
        const loaded = await readTable(path, { delimiter: dialect.delimiter, missing });
        expect(loaded.table.columns.map((c) => c.name)).toEqual(columns.map((c) => c.name));
        for (const [k, format] of formats.entries()) {
          const written = columns[k]!;
          const found = cells(loaded, k);
          for (let row = 0; row < 6; row++) {
            const isMissing =
              written.kind === "string" ? written.codes[row]! < 0 : Number.isNaN(written.values[row]!);
            if (isMissing) expect(found[row] === null || missing.includes(found[row] ?? "")).toBe(true);
            else
              expect(standsFor(found[row]!, format)).toBe(
                standsFor(formatCell(written, row, format), format),
              );
          }
        }
      }),
      { numRuns: 150, seed: 3 },
    );
  });
});

/** What a cell stands for: a number of a column without missing values may be read as a number and spelled again. */
function standsFor(text: string, format: ColumnFormat): string | number {
  if (format.physical === "decimal") return Number(text.replace(",", "."));
  return format.dateFormat === null ? text : new DatePattern(format.dateFormat).parse(text);
}

function columnOf(
  name: string,
  physical: ColumnFormat["physical"],
  values: readonly (number | null)[],
): Column {
  if (physical === "timestamp")
    return {
      kind: "datetime",
      name,
      values: Float64Array.from(values, (v) => (v === null ? Number.NaN : v * 86_400_000 * 0.25)),
    };
  if (physical === "decimal")
    return {
      kind: "number",
      name,
      values: Float64Array.from(values, (v) => (v === null ? Number.NaN : v / 100)),
    };
  const dictionary =
    physical === "boolean" ? ["Yes", "No"] : ["x,y", 'q"', "a;b", "u|v", "plain", " z", "line\nend"];
  return {
    kind: "string",
    name,
    codes: Int32Array.from(values, (v) => (v === null ? -1 : Math.abs(v) % dictionary.length)),
    dictionary,
  };
}

it("a table of which only columns without a name are left is written with the names it gave them", async () => {
  const loaded = await readText("a,\nx,1\ny,2\n", {}, "a.csv");
  const left = { ...loaded, table: makeTable([loaded.table.columns[1]!]), formats: [loaded.formats[1]!] };
  expect((await writeBack(left)).toString()).toBe("column_2\n1\n2\n");
});
