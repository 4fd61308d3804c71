import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { appendItems } from "../../src/jsonc/appendItems.ts";
import { listAt } from "../../src/jsonc/moveItem.ts";
import { applyEdits } from "../../src/jsonc/textEdit.ts";
import { makeBoard } from "../../src/product/board.ts";
import { featuresCsv } from "../../src/product/exchange/featuresCsv.ts";
import { githubJson } from "../../src/product/exchange/githubJson.ts";
import { importFeatures, readDrafts } from "../../src/product/exchange/importFeatures.ts";
import { jiraCsv } from "../../src/product/exchange/jiraCsv.ts";
import { boardHtml } from "../../src/product/html/boardHtml.ts";
import { readProduct } from "../../src/product/readProduct.ts";
import type { Product } from "../../src/product/schema.ts";

const word = fc.constantFrom(
  "=SUM(A1)",
  'say "hi"',
  "naïve 🎈",
  "a, b; c",
  "two\nlines",
  "-x",
  "@home",
  "plain",
  "'tis",
  "-->",
);
const feature = fc.record(
  {
    title: fc.array(word, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(" ")),
    moscow: fc.constantFrom("must", "should", "could", "wont"),
    phase: fc.constantFrom("mvp", "beta"),
    status: fc.constantFrom("idea", "todo", "doing", "done", "dropped"),
    why: word,
    rice: fc.record({
      reach: fc.nat(1000),
      impact: fc.constantFrom(3, 0.25),
      confidence: fc.constant(80),
      effort: fc.constant(0.5),
    }),
    added: fc.constant("2026-11-02"),
    stories: fc.array(
      fc.record({ id: fc.constant("s"), want: word, accept: fc.array(word, { maxLength: 2 }) }),
      { maxLength: 1 },
    ),
  },
  { requiredKeys: ["title", "status"] },
);
const products = fc
  .uniqueArray(feature, { selector: ({ title }) => title.toLowerCase(), minLength: 1, maxLength: 6 })
  .map((features) =>
    features.map((one, i) => ({ id: `f-${i}`, ...one, needs: i > 0 ? [`f-${i - 1}`] : [] })),
  );

const head =
  '{ "version": 1, "product": "P", "phases": [{ "id": "mvp" }, { "id": "beta", "title": "Beta" }], "features": ';
const parse = (features: unknown): { text: string; product: Product } => {
  const text = `${head}${JSON.stringify(features)} }`;
  return { text, product: readProduct(text, "p.mvp.json").product! };
};
const boardOf = (product: Product) =>
  makeBoard(product, [], { readGate: async () => "no", readRating: async () => "no" });
const empty = parse([]);
const importAll = (content: string, name: string, into = empty) =>
  importFeatures(
    into.text,
    { product: into.product, file: "p.mvp.json", today: "2026-11-29" },
    readDrafts(Buffer.from(content), name),
  );

describe("features that leave and come back", () => {
  it("are the same through CSV, Jira's CSV and GitHub's JSON, and a second import adds nothing", async () => {
    await fc.assert(
      fc.asyncProperty(products, async (features) => {
        const { product } = parse(features);
        const written = {
          "list.csv": featuresCsv(product, await boardOf(product)),
          "jira.csv": jiraCsv(product),
          "issues.json": githubJson(product),
        };
        for (const [name, content] of Object.entries(written)) {
          const { text, added } = importAll(content, name);
          const back = readProduct(text, "p.mvp.json").product!;
          expect(added, name).toBe(features.length);
          expect(plain(back, name), name).toEqual(plain(product, name));
          const again = importAll(content, name, { text, product: back });
          expect(again, name).toMatchObject({ text, added: 0, present: features.length });
        }
      }),
      { numRuns: 40 },
    );
  });

  /** A day is given to what has none. Issues end with their body trimmed. */
  function plain({ features }: Product, name: string): unknown {
    return features.map(({ added: _, why, ...rest }) => ({
      ...rest,
      why: name === "issues.json" ? why?.trim() : why,
    }));
  }
});

describe("lists made elsewhere", () => {
  it("are read with their own words, and what does not fit is named", () => {
    const jira =
      "Summary,Issue key,Issue Type,Status,Priority,Labels,Labels,Fix versions\r\nExport to PDF,PL-7,Story,In Progress,High,ui,must,Beta\r\n,PL-8,Bug,Done,Low,,,\r\nDark mode,PL-9,Story,Closed,Lowest,,,2.0\r\n";
    const { text, added, notes } = importAll(jira, "jira.csv");
    expect(added).toBe(2);
    expect(readProduct(text, "p").product!.features).toMatchObject([
      { id: "export-to-pdf", moscow: "must", phase: "beta", status: "doing" },
      { id: "dark-mode", moscow: "wont", status: "done" },
    ]);
    expect(notes).toEqual(["there is no phase 2.0: left out"]);
  });

  it("have their titles in a column that is named", () => {
    const bytes = Buffer.from("Wunsch;Prio\nTausch;hoch\n");
    expect(() => readDrafts(bytes, "w.csv")).toThrow(/--title COLUMN\. There are "Wunsch" and "Prio"$/);
    expect(() => readDrafts(bytes, "w.csv", "Wunsh")).toThrow('there is no column "Wunsh"');
    expect(readDrafts(bytes, "w.csv", "wunsch")).toMatchObject([{ title: "Tausch" }]);
  });

  it("are refused where they hold no titles or no issues, with the place", () => {
    expect(() => importAll("a;b\n1;2\n", "x.csv")).toThrow("x.csv, line 1: no column holds titles");
    expect(() => importAll('[{ "name": 1 }]', "x.json")).toThrow(/x\.json: 0\.title .*gh issue list/);
    expect(() => importAll("{", "x.json")).toThrow(/x\.json is not JSON/);
  });

  it("keep the comments of the file they go into", () => {
    const text = `${head}[\n    // first\n    { "id": "a", "title": "A" } // behind\n    // last\n  ] }`;
    const into = { text, product: readProduct(text, "p").product! };
    const { text: after } = importAll("title\nB\nC\n", "x.csv", into);
    expect(after.replace(/\n {4}\{ "id": "[bc]".*/g, "").replace('"A" },', '"A" }')).toBe(text);
    expect(readProduct(after, "p").product!.features.map(({ id }) => id)).toEqual(["a", "b", "c"]);
  });
});

describe("items appended to a list", () => {
  it("stand behind the others, whatever comments, commas and line ends there are", () => {
    const gap = fc.constantFrom("", " ", "\n  ", "\r\n\t", " // note\n  ", " /* note, */ ");
    fc.assert(
      fc.property(
        fc.array(fc.tuple(gap, gap, gap), { minLength: 1, maxLength: 4 }),
        fc.boolean(),
        gap,
        (items, comma, tail) => {
          const body = items
            .map(
              ([before, after, behind], i) =>
                `${before}${i}${after}${i < items.length - 1 || comma ? `,${behind}` : ""}`,
            )
            .join("");
          const text = `{ "x": [${body}${tail}\n] }`;
          const after = applyEdits(text, appendItems(text, listAt(text, "x")!, ["p", "q"]));
          const list = listAt(after, "x")!;
          expect(list.children!.map(({ value }) => value)).toEqual([...items.map((_, i) => i), "p", "q"]);
          expect(after.match(/note/g)).toEqual(text.match(/note/g));
        },
      ),
    );
  });
});

describe("the exported page", () => {
  it("runs nothing and shows every title as text", async () => {
    const { product } = parse([
      { id: "a", title: "<script>alert(1)</script>", moscow: "must", phase: "mvp" },
    ]);
    const page = boardHtml(await boardOf(product), product, { today: "2026-11-29" });
    expect(page).not.toContain("<script");
    expect(page).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
    expect(page).toContain("0 of 1 features done");
  });
});
