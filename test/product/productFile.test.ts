import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { listAt, moveItem } from "../../src/jsonc/moveItem.ts";
import { applyEdits } from "../../src/jsonc/textEdit.ts";
import { makeBoard } from "../../src/product/board.ts";
import { boardMarkdown } from "../../src/product/boardText.ts";
import { addFeature, moveFeature, setFeature } from "../../src/product/editProduct.ts";
import { featuresCsv } from "../../src/product/exchange/featuresCsv.ts";
import { productJsonSchema } from "../../src/product/jsonSchema.ts";
import { idFor } from "../../src/product/page/featureId.ts";
import { readProduct } from "../../src/product/readProduct.ts";
import { newProduct } from "../../src/product/template.ts";

const file = (body: string) => `{ "version": 1, "product": "Planner", ${body} }`;
const said = (text: string) =>
  readProduct(text, "p.mvp.json").diagnostics.map(
    (d) => `${d.line}:${d.column} ${d.severity} ${d.code}: ${d.message}`,
  );

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

describe("a product file", () => {
  it("has a JSON Schema that is up to date, and an example without errors", () => {
    expect(
      JSON.parse(read("media/mvp.schema.json")),
      "run: node --import tsx scripts/writeSchema.ts",
    ).toEqual(JSON.parse(JSON.stringify(productJsonSchema())));
    const { product, diagnostics } = readProduct(read("examples/syndata.mvp.json"), "syndata.mvp.json");
    expect(diagnostics.filter((d) => d.severity === "error")).toEqual([]);
    expect(product!.personas.every(({ evidence }) => evidence.length === 0)).toBe(true);
  });

  it("is shown in the docs with everything it can hold, and what stands there is valid", () => {
    const whole = /```jsonc\n(\{\n {2}"version"[\s\S]*?)```/.exec(read("docs/mvp.md"))![1]!;
    const { product, diagnostics } = readProduct(whole, "cargo.mvp.json");
    expect(diagnostics).toEqual([]);
    const { features, personas, phases, feedback, team } = product!;
    expect(features.some(({ stories }) => stories.length > 0)).toBe(true);
    for (const list of [personas, phases, feedback.tables, feedback.themes, feedback.notes])
      expect(list.length).toBeGreaterThan(0);
    expect(team).toBeDefined();
  });

  it("is valid when new", () => {
    const { product, diagnostics } = readProduct(newProduct("Planner", "2026-11-29"), "p.mvp.json");
    expect(diagnostics).toEqual([]);
    expect(product).toMatchObject({ product: "Planner", features: [{ id: "first-feature" }] });
  });

  it.each([
    [
      '"features": [{ "id": "a", "title": "A", "moscov": "must" }]',
      'unknown-key: unknown key "moscov": did you mean "moscow"?',
    ],
    [
      '"features": [{ "id": "a", "title": "A", "moscow": "most" }]',
      'features[0].moscow must be must, should, could or wont, not "most"; did you mean "must"?',
    ],
    ['"features": [{ "id": "a" }]', "missing-key: features[0].title is missing"],
    ['"features": [{ "id": "A b", "title": "A" }]', "features[0].id must be lower-case words with hyphens"],
    [
      '"features": [{ "id": "a", "title": "A", "rice": { "impact": 4 } }]',
      "features[0].rice.impact must be 3, 2, 1, 0.5 or 0.25, not 4",
    ],
    [
      '"features": [{ "id": "a", "title": "A", "rice": { "effort": 0 } }]',
      "features[0].rice.effort must be at least 0.5, not 0",
    ],
    [
      '"features": [{ "id": "a", "title": "A", "rice": { "confidence": 0.8 } }]',
      "features[0].rice.confidence is a percentage: did you mean 80 instead of 0.8?",
    ],
    [
      '"features": [{ "id": "a", "title": "A", "added": "2026-02-30" }]',
      'features[0].added must be a day such as 2026-12-31, not "2026-02-30"',
    ],
    [
      '"features": [{ "id": "a", "title": "A" }, { "id": "a", "title": "B" }]',
      'repeated-id: "a" is also the id of features[0]: rename one of them',
    ],
    [
      '"features": [{ "id": "swap", "title": "A" }, { "id": "b", "title": "B", "needs": ["swop"] }]',
      'there is no feature "swop": did you mean "swap"?',
    ],
    [
      '"features": [{ "id": "a", "title": "A", "needs": ["b"] }, { "id": "b", "title": "B", "needs": ["a"] }]',
      "these features need each other: a → b → a",
    ],
    [
      '"features": [{ "id": "a", "title": "A", "started": "2026-02-02", "done": "2026-02-01", "status": "done" }]',
      "done (2026-02-01) is before started (2026-02-02)",
    ],
    [
      '"features": [], "phases": [{ "id": "mvp", "exit": [{ "id": "x", "gate": "tstr", "min": 1 }] }]',
      "needs data and gate together",
    ],
    ['"features": [{ "id": "a", "title": "A", "why": "asked by ann@example.org" }]', "personal-data"],
  ])("says what is wrong in %s", (body, message) => {
    expect(said(file(body)).join("\n")).toContain(message);
  });

  it("calls an unfinished merge by its lines, and a newer version by its number", () => {
    const text = '{\n<<<<<<< ours\n"version": 1,\n=======\n"version": 2,\n>>>>>>> theirs\n}';
    expect(said(text)).toEqual([
      "2:1 error unfinished-merge: unfinished merge, lines 2 to 6: keep what is right and remove the markers",
    ]);
    expect(said("  ")).toEqual([
      '1:1 error syntax: the product file is empty; it needs at least { "version": 1, "product": "…", "features": [] }',
    ]);
    expect(said('{ "version": 1, "product": "…", "features": [] }')).toEqual([]);
    expect(said('{ "version": 9 }')[0]).toContain("this file has version 9");
  });

  it("never throws, whatever the text", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json().map((json) => file(`"features": ${json}`)),
        ),
        (text) => {
          expect(Array.isArray(readProduct(text, "p").diagnostics)).toBe(true);
        },
      ),
    );
  });
});

describe("edits keep the text", () => {
  const text = `{
  "version": 1, "product": "P",
  "features": [
    // about a
    { "id": "a", "title": "A", "moscow": "must" }, // why a
    { "id": "b", "title": "B", "moscow": "could" },
    // about c
    { "id": "c", "title": "C", "moscow": "must" } // why c
  ]
}
`;
  const product = () => readProduct(text, "p").product!;

  it("a feature moves with the comments above and behind it", () => {
    expect(moveFeature(text, product(), "c", "a")).toBe(`{
  "version": 1, "product": "P",
  "features": [
    // about c
    { "id": "c", "title": "C", "moscow": "must" }, // why c
    // about a
    { "id": "a", "title": "A", "moscow": "must" }, // why a
    { "id": "b", "title": "B", "moscow": "could" }
  ]
}
`);
  });

  it("a new feature goes behind the last of its phase and group", () => {
    const added = addFeature(text, product(), { id: "d", title: "D", moscow: "could" });
    const ids = readProduct(added, "p").product!.features.map(({ id }) => id);
    expect(ids).toEqual(["a", "b", "d", "c"]);
    for (const comment of ["// about a", "// why a", "// about c", "// why c"])
      expect(added).toContain(comment);
  });

  it("set writes one value, and the day when work begins", () => {
    const changed = setFeature(text, product(), "b", {
      assignments: ["status=doing", "effort=2"],
      today: "2026-11-29",
    });
    expect(readProduct(changed, "p").product!.features[1]).toMatchObject({
      status: "doing",
      started: "2026-11-29",
      rice: { effort: 2 },
    });
    expect(changed).toContain("// why c");
    expect(() => setFeature(text, product(), "b", { assignments: ["efort=2"], today: "" })).toThrow(
      /did you mean effort/,
    );
    expect(() => setFeature(text, product(), "bb", { assignments: [], today: "" })).toThrow(/did you mean b/);
  });

  it("any move keeps every item and comment, line ends and the trailing comma", () => {
    const style = fc.record({
      count: fc.integer({ min: 2, max: 9 }),
      trailing: fc.boolean(),
      crlf: fc.boolean(),
    });
    fc.assert(
      fc.property(style, fc.nat(), fc.nat(), ({ count, trailing, crlf }, a, b) => {
        const lines = Array.from(
          { length: count },
          (_, i) =>
            `    // about ${i}\n    { "id": "f${i}" }${i < count - 1 || trailing ? "," : ""} // why ${i}\n`,
        );
        const plain = `{\n  "features": [\n${lines.join("")}  ]\n}\n`;
        const before = crlf ? plain.replaceAll("\n", "\r\n") : plain;
        const [from, to] = [a % count, b % (count + 1)];
        const after = applyEdits(before, moveItem(before, listAt(before, "features")!, from, to));
        const ids = Array.from({ length: count }, (_, i) => i).filter((i) => i !== from);
        ids.splice(to > from ? to - 1 : to, 0, from);
        const found = [...after.matchAll(/about (\d+)\r?\n\s*\{ "id": "f(\d+)" \},? \/\/ why (\d+)/g)];
        expect(found.map((m) => m.slice(1))).toEqual(ids.map((i) => [`${i}`, `${i}`, `${i}`]));
        expect(after.length).toBe(before.length);
        expect(after.includes("\r\n")).toBe(crlf);
      }),
    );
  });

  it("an item moves where others share a line, and not where it shares one itself", () => {
    const text = '{ "features": [\n  { "id": "a" },\n  { "id": "b" },\n  { "id": "c" }, { "id": "d" }\n] }\n';
    const move = (from: number, to: number) =>
      applyEdits(text, moveItem(text, listAt(text, "features")!, from, to));
    expect(move(0, 2)).toBe(
      text.replace('  { "id": "a" },\n  { "id": "b" },', '  { "id": "b" },\n  { "id": "a" },'),
    );
    for (const [from, to] of [
      [2, 0],
      [0, 3],
      [0, 4],
      [3, 1],
    ] as const)
      expect(() => move(from, to)).toThrow(RangeError);
  });

  it("ids come from titles, never from counters", () => {
    expect(idFor("Swap a shift", new Set())).toBe("swap-a-shift");
    expect(idFor("Über große Gärten!", new Set())).toMatch(/^uber-gro/);
    expect(idFor("Swap", new Set(["swap"]))).toBe("swap-2");
    expect(idFor("日本", new Set())).toBe("feature");
  });
});

describe("a board", () => {
  const text = file(`"data": [{ "id": "visits", "config": "v.synth.json" }],
    "phases": [{ "id": "mvp", "title": "MVP", "exit": [
      { "id": "musts", "measure": "mustsDone", "min": 1 },
      { "id": "demo", "data": "visits", "gate": "utility", "min": 0.9 },
      { "id": "law", "text": "Notice reviewed", "done": "2026-11-01" } ] }],
    "personas": [{ "id": "nurse", "name": "Ward nurse" }],
    "features": [
      { "id": "a", "title": "=HYPERLINK(1)", "moscow": "must", "phase": "mvp", "status": "done" },
      { "id": "b", "title": "B | c", "moscow": "must", "phase": "mvp" } ]`);

  it("judges criteria by the file and by reports, and says why", async () => {
    const { product, diagnostics } = readProduct(text, "p");
    const board = await makeBoard(product!, diagnostics, {
      readGate: async () => "it was never run",
      readRating: async () => "the table is not here",
    });
    expect(board.phases[0]).toMatchObject({ done: 1, features: 2 });
    expect(board.phases[0]!.exit).toEqual([
      { id: "musts", met: false, reason: "1 of 2 Musts done (needs at least 100 %)" },
      { id: "demo", met: false, reason: "visits: it was never run" },
      { id: "law", met: true, reason: "Notice reviewed: done on 2026-11-01" },
    ]);
    expect(board.personas).toEqual([{ id: "nurse", name: "Ward nurse", assumed: true }]);
    const markdown = boardMarkdown(board);
    expect(markdown).toContain("B \\| c (`b`)");
    expect(markdown).toContain("- [x] Notice reviewed: done on 2026-11-01");
    expect(featuresCsv(product!, board)).toContain("a,'=HYPERLINK(1),must,mvp,done");
  });
});
