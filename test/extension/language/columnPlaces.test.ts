import { parse } from "jsonc-parser";
import { describe, expect, it } from "vitest";
import { columnPlace } from "../../../src/extension/language/columnPlaces.ts";

/** The place at `|`, with the text it would replace. */
function at(marked: string) {
  const offset = marked.indexOf("|");
  const text = marked.replace("|", "");
  const place = columnPlace(text, offset, parse(text));
  return place && { kind: place.kind, taken: place.taken, replaced: text.slice(place.start, place.end) };
}

describe("columnPlace", () => {
  it("knows keys of columns and what stands there", () => {
    expect(at('{ "columns": { "age": {}, "in|" } }')).toEqual({
      kind: "key",
      replaced: '"in"',
      taken: ["age"],
    });
    expect(at('{ "columns": { | } }')).toEqual({ kind: "key", replaced: "", taken: [] });
    expect(at('{ "columns": { "ag|e": {} } }')).toEqual({ kind: "key", replaced: '"age"', taken: [] });
  });

  it("knows the marginals of a copula", () => {
    expect(at('{ "model": { "numericalDistributions": { "|" } } }')).toMatchObject({ kind: "key" });
  });

  it("knows the target and lists of columns", () => {
    expect(at('{ "report": { "target": "in|" } }')).toEqual({ kind: "value", replaced: '"in"', taken: [] });
    expect(at('{ "report": { "sensitive": ["a", "|"] } }')).toEqual({
      kind: "value",
      replaced: '""',
      taken: ["a"],
    });
    expect(at('{ "report": { "quasiIdentifiers": ["|"] } }')).toMatchObject({ kind: "value", taken: [] });
  });

  it("says nothing elsewhere", () => {
    expect(at('{ "source": { "path": "|" } }')).toBeUndefined();
    expect(at('{ "columns": { "age": { "ty|" } } }')).toBeUndefined();
    expect(at('{ "report": { "holdout": | } }')).toBeUndefined();
    expect(at("|")).toBeUndefined();
  });
});
