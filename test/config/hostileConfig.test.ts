import fc from "fast-check";
import { expect, it } from "vitest";
import { parseConfig } from "../../src/config/parseConfig.ts";
import { nearest } from "../../src/jsonc/nearest.ts";

it.each(["[", '{"a":', '{"source": ['])(
  "a config of 100,000 times %s is refused at the place where it goes too deep",
  (open) => {
    const { config, diagnostics } = parseConfig(`{"columns": ${open.repeat(100_000)}`, "deep.synth.json");
    expect(config).toBeUndefined();
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]).toMatchObject({ code: "syntax", line: 1 });
    expect(diagnostics[0]!.message).toContain("nest more deeply");
  },
);

it("brackets in texts and comments nest nothing", () => {
  const text = `{ // ${"[".repeat(500)}\n "source": { "path": "${"[".repeat(500)}" } /* ${"{".repeat(500)} */ }`;
  expect(parseConfig(text, "x").diagnostics).toEqual([]);
});

it("of thousands of faults the first hundred are told with their places, and how many are left", () => {
  const columns = Array.from({ length: 20_000 }, (_, i) => `"c${i}": { "type": "numericl" }`).join(",\n");
  const { diagnostics } = parseConfig(`{ "source": { "path": "a.csv" }, "columns": {${columns}} }`, "many");
  expect(diagnostics).toHaveLength(101);
  expect(diagnostics.at(-1)!.message).toMatch(/^19,900 more/);
});

it("no guess is sought for the many thousandth wrong word, but equal ones are found", () => {
  const names = Array.from({ length: 20_000 }, (_, i) => `column ${i}`);
  expect(nearest("colunm 7", names)).toBe("column 7");
  for (let i = 0; i < 20_000; i++) nearest(`unknown ${i}`, names);
  expect(nearest("colunm 7", names)).toBeUndefined();
  expect(nearest("COLUMN_19999", names)).toBe("column 19999");
});

it("anything in any place of a config gives a finding with a line, or nothing, but no other fault", () => {
  const keys = [
    "source",
    "columns",
    "model",
    "output",
    "report",
    "rules",
    "seed",
    "personal",
    "people",
    "version",
  ];
  const inner = [
    "type",
    "path",
    "a",
    "role",
    "gates",
    "target",
    "rows",
    "epochs",
    "min",
    "pattern",
    "length",
  ];
  const json = fc.jsonValue({ maxDepth: 2 });
  const place = fc.record({
    key: fc.constantFrom(...keys),
    path: fc.array(fc.constantFrom(...inner), { maxLength: 3 }),
    value: json,
  });
  fc.assert(
    fc.property(fc.array(place, { minLength: 1, maxLength: 3 }), (places) => {
      const config: Record<string, unknown> = { source: { path: "a.csv" }, model: { type: "circuit" } };
      for (const { key, path, value } of places)
        config[key] = path.reduceRight<unknown>((held, name) => ({ [name]: held }), value);
      for (const { line, message } of parseConfig(JSON.stringify(config), "x").diagnostics) {
        expect(line).toBeGreaterThan(0);
        expect(message).not.toBe("");
      }
    }),
    { numRuns: 300 },
  );
});
