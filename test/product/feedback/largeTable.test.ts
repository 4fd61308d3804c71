import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readFeedback } from "../../../src/jobs/product/feedbackRows.ts";
import { analyzeFeedback, type FeedbackRows } from "../../../src/product/feedback/analyzeFeedback.ts";
import { rowName } from "../../../src/product/feedback/links.ts";
import { readProduct } from "../../../src/product/readProduct.ts";

const folder = mkdtempSync(join(tmpdir(), "feedback-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const atOnce = async (): Promise<void> => {};
const entry = {
  ...{ id: "pilot", path: "pilot.csv", text: "comment", person: "who", date: "sent" },
  score: { column: "nps", kind: "nps" },
} as const;
const { product } = readProduct(
  `{ "version": 1, "product": "P", "features": [{ "id": "mobile", "title": "Mobile" }],
  "feedback": { "themes": [{ "id": "phone", "words": ["phone"], "feature": "mobile" }] } }`,
  "p.mvp.json",
);
const analyze = (rows: FeedbackRows, quote?: (row: string, text: string) => void, compare?: number) =>
  analyzeFeedback(rows, product!, {
    ...{ links: new Map(), minPeople: 2, breathe: atOnce },
    ...(quote && { quote }),
    ...(compare && { compare }),
  });

/** `text` of row i, in a table with people, dates and ratings. */
function write(name: string, rows: number, text: (i: number) => string, encoding: BufferEncoding = "utf8") {
  const lines = Array.from(
    { length: rows },
    (_, i) => `"${text(i)}",${i % 11},p${i % 7}@x.example,2026-01-${String(1 + (i % 28)).padStart(2, "0")}`,
  );
  const path = join(folder, name);
  writeFileSync(path, `comment,nps,who,sent\n${lines.join("\n")}\n`, encoding);
  return path;
}

describe("a feedback table that is read part by part", () => {
  it("is analyzed as one whose texts are all there", async () => {
    const words = "phone invoice login slow export calendar swap night".split(" ");
    const text = (i: number) =>
      i % 13 === 0 ? " " : [0, 1, 2, 3].map((k) => words[(i * (k + 3) + k) % 8]).join(" ");
    const path = write("small.csv", 400, text);
    const parts = await readFeedback(path, entry, atOnce);
    const texts = Array.from({ length: 400 }, (_, i) => text(i));
    expect(await analyze(parts)).toEqual(await analyze({ ...parts, texts }));
    expect((await analyze(parts)).notes).toBe(400 - 31);
    expect(
      await analyze(await readFeedback(path, { id: "a", path: "b", text: "comment" }, atOnce)),
    ).toMatchObject({ notes: 369, counted: "notes", rating: null });
  });

  it("counts each row once when it has to be read again, in another encoding", async () => {
    const path = write(
      "latin.csv",
      20_000,
      (i) => (i === 19_990 ? "Das Telefon hängt" : `the phone ${i}`),
      "latin1",
    );
    const quotes = new Map<string, string>();
    const found = await analyze(await readFeedback(path, entry, atOnce), (row, text) =>
      quotes.set(row, text),
    );
    expect(found).toMatchObject({ notes: 20_000, people: 7, open: 1 });
    expect(quotes.get(found.inbox[0]!)).toBe("Das Telefon hängt");
  });

  it("has its words and duplicates looked for in the newest notes, everything else in all", async () => {
    const old = ["Please let me export the calendar as a PDF", "Export of the calendar as a PDF, please"];
    const path = join(folder, "long.csv");
    const lines = Array.from({ length: 20_100 }, (_, i) => `note ${i} on the phone k${i},5,p${i},2026-02-01`);
    // the two oldest stand at the end, the newest at the top
    const newest = ["wombats wanted by night,5,a,2026-03-01", "by night wombats wanted,5,b,2026-03-01"];
    const oldest = old.map((text, i) => `"${text}",0,old${i},2026-01-01`);
    writeFileSync(path, `comment,nps,who,sent\n${[...newest, ...lines, ...oldest].join("\n")}\n`);
    const found = await analyze(await readFeedback(path, entry, atOnce), undefined, 20_000);
    expect(found).toMatchObject({ notes: 20_104, people: 20_104, compared: 20_000, open: 4 });
    expect(found.inbox).toContain(rowName(old[0]!, "2026-01-01"));
    const pairs = found.duplicates.map(({ a, b }) => `${a} ${b}`);
    expect(pairs).toContain(
      ["wombats wanted by night", "by night wombats wanted"]
        .map((text) => rowName(text, "2026-03-01"))
        .join(" "),
    );
    expect(pairs.join()).not.toContain(rowName(old[0]!, "2026-01-01"));
    expect(found.rating).toMatchObject({ answers: 20_104 });
  });

  it("is not read on after a cancel", async () => {
    const path = write("wide.csv", 60_000, (i) => `a note of some words, number ${i}, that says nothing new`);
    for (const stopAt of [1, 3, 20, 200]) {
      let breaths = 0;
      const breathe = async (): Promise<void> => {
        if (++breaths >= stopAt) throw new Error("cancelled");
      };
      const work = async () => {
        const rows = await readFeedback(path, entry, breathe);
        await analyzeFeedback(rows, product!, { links: new Map(), minPeople: 2, breathe });
      };
      await expect(work()).rejects.toThrow("cancelled");
      expect(breaths).toBe(stopAt);
    }
  });
});
