import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { analyzeFeedback, type FeedbackRows } from "../../src/product/feedback/analyzeFeedback.ts";
import { countWords } from "../../src/product/feedback/countWords.ts";
import { findDuplicates } from "../../src/product/feedback/duplicates.ts";
import { linksText, readLinks, rowName } from "../../src/product/feedback/links.ts";
import { noteWords } from "../../src/product/feedback/noteWords.ts";
import { rate, ratingText } from "../../src/product/feedback/rating.ts";
import { contentWords, meaning, stem } from "../../src/product/feedback/words.ts";
import { readProduct } from "../../src/product/readProduct.ts";
import { csvCells } from "../../src/table/read/csv/csvCells.ts";

const notesOf = (name: string) =>
  csvCells(readFileSync(new URL(`../fixtures/product/${name}`, import.meta.url)), name)
    .slice(1)
    .map(({ cells: [, theme, same, text] }) => ({ theme: theme!, same: same!, text: text! }));
const notes = notesOf("feedback.csv");
const atOnce = async (): Promise<void> => {};
const split = (texts: readonly string[]) => noteWords(texts, atOnce);

const themes = [
  '{ "id": "phone", "words": ["phone", "mobile app"], "feature": "mobile" }',
  '{ "id": "money", "words": ["invoice"] }',
];
const { product } = readProduct(
  `{ "version": 1, "product": "P", "features": [{ "id": "mobile", "title": "Mobile" }, { "id": "other", "title": "Other" }],
  "feedback": { "themes": [${themes.join(", ")}] } }`,
  "p.mvp.json",
);

function rowsOf(texts: readonly string[], more: Partial<FeedbackRows> = {}): FeedbackRows {
  return {
    texts,
    dates: texts.map(() => ""),
    moments: new Float64Array(texts.length).fill(Number.NaN),
    people: null,
    scores: null,
    ...more,
  };
}

const analyze = (rows: FeedbackRows, links = new Map()) =>
  analyzeFeedback(rows, product!, { links, minPeople: 2, breathe: atOnce });

describe("likely duplicates", () => {
  it.each([
    // of a planner of shifts; the lists of synonyms were written with such a product in mind
    { name: "feedback.csv", recall: 0.5, precision: 0.8 },
    // of a household budget and a grocery shop, written later and not looked at for the method
    { name: "otherFeedback.csv", recall: 0.45, precision: 0.9 },
  ])(
    "are found among the 300 notes of $name, half of the 40 pairs in quite other words",
    async ({ name, recall, precision }) => {
      const list = notesOf(name);
      const found = await findDuplicates(await split(list.map(({ text }) => text)), atOnce);
      const right = found.filter(({ a, b }) => list[a]!.same !== "" && list[a]!.same === list[b]!.same);
      expect(list).toHaveLength(300);
      expect(new Set(list.map(({ same }) => same)).size).toBe(41);
      expect(right.length / 40).toBeGreaterThanOrEqual(recall);
      expect(right.length / found.length).toBeGreaterThanOrEqual(precision);
    },
  );

  it("are as similar as the mean of two cosines of TF-IDF, by its definition", async () => {
    const grams = (word: string) =>
      Array.from({ length: word.length - 1 }, (_, i) => `^${word}$`.slice(i, i + 4));
    const cosines = (list: readonly string[][], terms: (word: string) => string[]) => {
      const sets = list.map((words) => new Set(words.flatMap(terms)));
      const idf = (term: string) => Math.log((1 + list.length) / sets.filter((set) => set.has(term)).length);
      const dot = (x: Set<string>, y: Set<string>) =>
        [...x].filter((term) => y.has(term)).reduce((sum, term) => sum + idf(term) ** 2, 0);
      return (a: number, b: number) =>
        dot(sets[a]!, sets[b]!) / Math.sqrt(dot(sets[a]!, sets[a]!) * dot(sets[b]!, sets[b]!));
    };
    const words = "export exports calendar login slow sluggish invoice swapping night ward".split(" ");
    const sentence = fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(fc.array(sentence, { minLength: 2, maxLength: 8 }), async (list) => {
        const byWords = cosines(list, (word) => [meaning(word)]);
        const byLetters = cosines(list, grams);
        const found = await findDuplicates(await split(list.map((note) => note.join(" "))), atOnce);
        for (const { a, b, similarity } of found)
          expect(similarity).toBeCloseTo((byWords(a, b) + byLetters(a, b)) / 2, 10);
        const pairs = list.flatMap((_, b) => list.slice(0, b).map((_, a) => [a, b] as const));
        const alike = pairs.filter(
          ([a, b]) => byWords(a, b) >= 0.2 && byWords(a, b) + byLetters(a, b) > 0.9 + 1e-9,
        );
        expect(found.length).toBeGreaterThanOrEqual(alike.length);
      }),
    );
  });

  it("are symmetric, ordered, and a note and its copy are one", async () => {
    const sentence = fc.array(
      fc.constantFrom(..."export calendar login slow invoice swap night ward pdf".split(" ")),
      {
        minLength: 3,
        maxLength: 8,
      },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(sentence, { minLength: 2, maxLength: 12 }), async (list) => {
        const texts = [...list, list[0]!].map((words) => words.join(" "));
        const found = await findDuplicates(await split(texts), atOnce);
        expect(found.some(({ a, b }) => a === 0 && b === texts.length - 1)).toBe(true);
        for (const { a, b, similarity } of found) {
          expect(a).toBeLessThan(b);
          expect(similarity).toBeLessThanOrEqual(1 + 1e-9);
        }
        expect(found.map(({ similarity }) => similarity)).toEqual(
          found.map(({ similarity }) => similarity).sort((x, y) => y - x),
        );
      }),
      { numRuns: 40 },
    );
  });
});

describe("words", () => {
  it("meet across inflections and synonyms, in English and German", () => {
    expect(stem("swapping")).toBe(stem("swaps"));
    expect(stem("Benachrichtigungen".toLowerCase())).toBe(stem("benachrichtigung"));
    expect(meaning("crashes")).toBe(meaning("freezing"));
    expect(meaning("langsam")).toBe(meaning("slow"));
    expect(contentWords("I can’t do the swap, it’s slow")).toEqual(["swap", "slow"]);
  });

  it("outside all themes name at least six of the eight subjects", async () => {
    const counted = await countWords(
      await split(notes.map(({ text }) => text)),
      Int32Array.from(notes.keys()),
      { minPeople: 5, known: [], breathe: atOnce },
    );
    const words = counted.slice(0, 30);
    const subjects = [
      "phone|app|mobile|handy",
      "slow|load|langsam",
      "log|password|login",
      "export|pdf|calendar|excel",
      "notif|push|alert",
      "swap|tausch",
      "invoice|bill|rechnung|payment",
      "right|role|admin|permission|access",
    ];
    const hit = subjects.filter((subject) => words.some(({ word }) => new RegExp(subject).test(word)));
    expect(hit.length).toBeGreaterThanOrEqual(6);
  });

  it("are cut at a limit without changing which come first", async () => {
    const words = await split(notes.map(({ text }) => text));
    const people = Int32Array.from(notes.keys(), (row) => row % 90);
    const ask = (limit?: number) =>
      countWords(words, people, { minPeople: 2, known: [], breathe: atOnce, ...(limit && { limit }) });
    const all = await ask();
    for (const limit of [1, 7, 30, 2000]) expect(await ask(limit)).toEqual(all.slice(0, limit));
  });

  it("of fewer people than asked for, and words with digits, are never told", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom("zephyr", "quartz", "k9x2", "marble"), fc.nat(5)), {
          maxLength: 40,
        }),
        async (list) => {
          const counted = await countWords(
            await split(list.map(([word]) => word)),
            Int32Array.from(list, ([, person]) => person),
            { minPeople: 3, known: ["marble"], breathe: atOnce },
          );
          for (const { word, people } of counted) {
            const users = new Set(list.filter(([text]) => text === word).map(([, person]) => person));
            expect(users.size).toBe(people);
            expect(people).toBeGreaterThanOrEqual(3);
            expect(["zephyr", "quartz"]).toContain(word);
          }
        },
      ),
    );
  });
});

describe("an analysis", () => {
  it("counts people once, themes by their words, and what was linked by hand", async () => {
    const texts = [
      "The phone is slow",
      "Mobile apps crash on my phone",
      "Invoices are late",
      "Something else",
    ];
    const people = Int32Array.from([0, 0, 1, 2]);
    const links = new Map([
      [rowName(texts[3]!, ""), { kind: "same", row: rowName(texts[2]!, "") } as const],
      [rowName(texts[2]!, ""), { kind: "feature", feature: "other" } as const],
    ]);
    const analysis = await analyze(rowsOf(texts, { people }), links);
    expect(analysis).toMatchObject({ notes: 4, people: 3, counted: "people", open: 0 });
    expect(analysis.themes).toMatchObject([
      { id: "money", notes: 1, people: 1 },
      { id: "phone", notes: 2, people: 1 },
    ]);
    expect(analysis.features).toMatchObject([
      { id: "other", people: 2 },
      { id: "mobile", people: 1 },
    ]);
  });

  it("finds the words of a theme as they are, with the common ones among them", async () => {
    const told = readProduct(
      `{ "version": 1, "product": "P", "features": [], "feedback": { "themes": [
        { "id": "none", "words": ["no bike", "kein Rad"] }, { "id": "app", "words": ["mobile app"] }, { "id": "never", "words": ["never"] } ] } }`,
      "p.mvp.json",
    ).product!;
    const texts = [
      "Lovely bikes",
      "There was no bike",
      "Wieder kein Rad da",
      "A mobile and an app",
      "It never comes",
    ];
    const { themes } = await analyzeFeedback(rowsOf(texts), told, {
      links: new Map(),
      minPeople: 2,
      breathe: atOnce,
    });
    expect(Object.fromEntries(themes.map(({ id, notes }) => [id, notes]))).toEqual({
      none: 2,
      app: 1,
      never: 1,
    });
  });

  it("breathes often enough that a cancel gets through", async () => {
    const texts = Array.from(
      { length: 4000 },
      (_, i) => `${notes[i % 300]!.text} ${notes[(7 * i) % 300]!.text}`,
    );
    let breaths = 0;
    await analyzeFeedback(rowsOf(texts), product!, {
      links: new Map(),
      minPeople: 2,
      breathe: async () => {
        breaths++;
      },
    });
    // themes, two kinds of terms, pairs, words: once in 64 notes each
    expect(breaths).toBeGreaterThanOrEqual(5 * Math.floor(4000 / 64));
  });

  it("takes the last answer of each person", async () => {
    const texts = ["a b", "c d", "e f"];
    const analysis = await analyze(
      rowsOf(texts, {
        people: Int32Array.from([0, 0, 1]),
        moments: Float64Array.from([2, 1, 0]),
        scores: { kind: "nps", values: Float64Array.from([10, 0, 9]) },
      }),
    );
    expect(analysis.rating).toMatchObject({ value: 100, answers: 2 });
  });
});

describe("a rating", () => {
  it("agrees with published vectors and leaves out what is outside the scale", () => {
    const nps = rate("nps", [...Array(10).fill(10), ...Array(5).fill(3), ...Array(5).fill(7), 11, -1, 2.5]);
    expect(nps).toMatchObject({ value: 25, answers: 20, outside: 3 });
    expect(nps.low).toBeCloseTo(-11.7, 1);
    expect(nps.high).toBeCloseTo(55.2, 1);
    const csat = rate("csat", [5, 5, 5, 4, 4, 4, 4, 5, 1, 2]);
    expect([csat.low, csat.high].map((x) => Number(x!.toFixed(4)))).toEqual([0.4902, 0.9433]);
    expect(ratingText(nps)).toBe("NPS 25.0 (−11.7 to 55.2, 20 answers; 3 outside the scale left out)");
    expect(rate("ces", [])).toMatchObject({ value: null, answers: 0 });
  });
});

describe("a links file", () => {
  it("reads what it wrote, and names an entry that is none", () => {
    const links = readLinks('{ "4f2a9c1b": "swap", "77d0e2a4": "same:4f2a9c1b", "0c11b5de": "none" }', "x");
    expect(readLinks(linksText(links), "x")).toEqual(links);
    expect(() => readLinks('{ "x": 1 }', "pilot.links.json")).toThrow(/pilot\.links\.json: an entry must be/);
  });
});
