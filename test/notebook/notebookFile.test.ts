import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  isDamaged,
  type NotebookFile,
  notebookText,
  parseNotebook,
} from "../../src/notebook/notebookFile.ts";

const json = fc.jsonValue();
const extraKey = fc
  .string({ minLength: 1 })
  .filter((key) => !["version", "cells", "outputs", "kind", "value", "__proto__"].includes(key));
const extra = fc.dictionary(extraKey, json, { maxKeys: 2, noNullPrototype: true });
const cell = fc.record({
  kind: fc.oneof(fc.constantFrom("markdown", "synth", "sql"), fc.string()),
  text: fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(fc.string(), { maxLength: 6 }).map((lines) => lines.join("\n")),
  ),
  extra,
});
const notebook: fc.Arbitrary<NotebookFile> = fc.record({
  outputs: fc.constantFrom("omit" as const, "beside" as const),
  cells: fc.array(cell, { maxLength: 8 }),
  extra,
});

describe("the notebook file", () => {
  it("comes back as it was written, any text in any cell", () => {
    fc.assert(
      fc.property(notebook, (file) => {
        // JSON has one zero
        const plain = JSON.parse(JSON.stringify(file)) as NotebookFile;
        expect(parseNotebook(notebookText(file))).toEqual(plain);
      }),
      { numRuns: 300 },
    );
  });

  it("is written the same way every time, whatever it was read from", () => {
    fc.assert(
      fc.property(notebook, fc.constantFrom(0, 1, "\t"), (file, indent) => {
        const text = notebookText(file);
        const other = JSON.stringify(JSON.parse(text), null, indent);
        expect(notebookText(parseNotebook(other) as NotebookFile)).toBe(text);
      }),
    );
  });

  it("never throws on any text", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.json()), (text) => {
        const read = parseNotebook(text);
        expect(isDamaged(read) ? read.reason.length : read.cells.length).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 300 },
    );
  });

  it("changes one line of the file for one line of a cell", () => {
    const before: NotebookFile = {
      outputs: "omit",
      extra: {},
      cells: [
        { kind: "markdown", text: "# a\nb", extra: {} },
        { kind: "sql", text: "SELECT 1\nFROM source", extra: {} },
      ],
    };
    const [markdown, sql] = before.cells;
    const after = { ...before, cells: [markdown!, { ...sql!, text: "SELECT 2\nFROM source" }] };
    const [a, b] = [before, after].map((file) => notebookText(file).split("\n"));
    expect(a!.filter((line, i) => line !== b![i])).toEqual(['        "SELECT 1",']);
  });

  it.each([
    ["{", /not JSON/],
    ["[]", /JSON object/],
    ['{"version": 1,\n<<<<<<< a\n"cells": []\n=======\n>>>>>>> b\n}', /unfinished merge, lines 2 to 5/],
    ['{"version": 2, "cells": []}', /version 2.*up to 1: update/],
    ['{"cells": []}', /"version" must be 1/],
    ['{"version": 1}', /"cells" must be a list/],
    ['{"version": 1, "cells": [{"kind": "sql"}]}', /cell 1 must be/],
    ['{"version": 1, "cells": [{"kind": "sql", "value": [1]}]}', /cell 1 must be/],
    ['{"version": 1, "cells": [], "outputs": "cloud"}', /"outputs" must be/],
  ])("says why %s is no notebook", (text, reason) => {
    const read = parseNotebook(text);
    expect(isDamaged(read) && read.reason).toMatch(reason);
  });

  it("is an empty notebook when the file is empty", () => {
    expect(parseNotebook("\n")).toEqual({ outputs: "omit", cells: [], extra: {} });
  });
});
