import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inLanguage, saySentence } from "../../../src/language/language.ts";
import { methodNames } from "../../../src/metrics/methods.ts";
import { metricKeys } from "../../../src/metrics/metricTable.ts";
import type { ReportJson } from "../../../src/protocol/report.ts";
import { compareHtml } from "../../../src/report/html/compareHtml.ts";
import type { Markup } from "../../../src/report/html/escapeHtml.ts";
import { reportHtml } from "../../../src/report/html/reportHtml.ts";
import { onePageHtml } from "../../../src/report/onePage.ts";
import { reportNames } from "../../../src/report/reportNames.ts";
import { drawnReport } from "../../quality/drawnReport.ts";
import { german } from "../germanWords.ts";
import { fullReport } from "../sampleReports.ts";

const { texts } = german;

/** Words that are the same in German, names of methods and keys, and what stands in the tables of the example. */
const same = new Set([
  ...[
    "Status",
    "Median",
    "AUC",
    "MissingValueSimilarity",
    "Wasserstein",
    "Gradient Boosting",
    "Random Forest",
    "ctgan",
    "epochs",
    "pac",
  ],
  ...["generator", "discriminator", "penguins.csv", "copula.csv", "SynData"],
  ...["male", "female", "Adelie", "Gentoo", "Chinstrap", "ids", "email"],
  ...methodNames,
  ...metricKeys,
]);

/** Texts and attributes that people read, in the order of the page. */
function wordsOf(page: Markup): string[] {
  return `${page}`
    .replace(/<(?:svg|code)\b.*?<\/(?:svg|code)>/gs, "")
    .split(/<[^>]*?(?:data-def|aria-label|title)="|"[^>]*>|<[^>]*>/)
    .map((text) => text.trim());
}

/** English words of a German page: texts with letters that are written as on the English page. */
function leftInEnglish(english: Markup, page: Markup, report: ReportJson): string[] {
  const [before, after] = [wordsOf(english), wordsOf(page)];
  expect(after.length).toBe(before.length);
  const names = new Set([...reportNames(report), ...same]);
  const known = (text: string): boolean =>
    names.has(text) || text.split(/ × |, /).every((part) => names.has(part) || part === "");
  return after.filter((text, i) => text === before[i] && /\p{L}{3}/u.test(text) && !known(text));
}

describe("a report in German", () => {
  it("leaves no sentence, title or name of a metric in English, whatever was measured", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), (seed) => {
        const report = drawnReport(seed);
        expect(leftInEnglish(reportHtml(report), reportHtml(report, german), report)).toEqual([]);
      }),
      { seed: 12, numRuns: 15 },
    );
  });

  it("nor in its summary, its comparison and the parts about training and gates", async () => {
    const report = await fullReport();
    const earlier = drawnReport(5);
    expect(leftInEnglish(reportHtml(report), reportHtml(report, german), report)).toEqual([]);
    expect(leftInEnglish(onePageHtml(report), onePageHtml(report, german), report)).toEqual([]);
    expect(leftInEnglish(compareHtml(report, earlier), compareHtml(report, earlier, german), report)).toEqual(
      [],
    );
  });

  it("writes numbers as German does, and keeps the words of the data", () => {
    const report = drawnReport(3);
    const page = `${reportHtml(report, german)}`;
    expect(page).toMatch(/\d,\d{3}/);
    expect(page).not.toMatch(/>[^<]*\b0\.\d\d\b[^<]*</);
    const say = (text: string, names: readonly string[]) =>
      inLanguage(german, names, () => saySentence(text));
    expect(say("Leave watch out.", ["watch"])).toBe("Lassen Sie watch weg.");
    expect(say("1,234 rows without a value of 0.5 were left out.", ["0.5"])).toBe(
      "1.234 Zeilen ohne Wert von 0.5 wurden weggelassen.",
    );
    expect(
      say("Some values or columns are not as in the real table: look at a, b, c and 2 more columns.", [
        "a",
        "b",
        "c",
      ]),
    ).toMatch(/Sehen Sie a, b, c und 2 weitere Spalten an\.$/);
  });

  it("knows every sentence that is written where reports are made, and none that is not", () => {
    const places = [
      "src/quality",
      "src/report",
      "src/metrics",
      "src/pipeline/stages",
      "src/config",
      "src/table",
      "webview/report",
    ];
    const source = places.map(sourceOf).join("\n").replace(/\\"/g, '"').replace(/\s+/g, " ");
    const stale = Object.keys(texts).filter(
      (key) => key.endsWith("/report") && !isWritten(key.slice(0, -"/report".length), source),
    );
    expect(stale).toEqual([]);
    const prose = places
      .slice(0, 1)
      .flatMap((place) => prosePieces(sourceOf(place)))
      .concat(
        ["src/pipeline/stages/assess.ts", "src/config/privacy/statement.ts"].flatMap((file) =>
          prosePieces(readFileSync(file, "utf8")),
        ),
      );
    const known = Object.keys(texts).join("\n");
    expect(prose.length).toBeGreaterThan(100);
    expect(prose.filter((piece) => !known.includes(piece))).toEqual([]);
  });
});

/** Whether most groups of three words of a sentence stand in the source, which writes some of them in parts. */
function isWritten(sentence: string, source: string): boolean {
  const groups = sentence.split(/\{\d\}|[.,:;()`]/).flatMap((part) => {
    const words = part.trim().split(" ");
    return words.slice(2).map((_, i) => words.slice(i, i + 3).join(" "));
  });
  return groups.length < 2 || groups.filter((group) => source.includes(group)).length >= groups.length / 2;
}

function sourceOf(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => readFileSync(join(folder, file), "utf8"))
    .join("\n");
}

/** The parts of each text in a source file that read like a sentence; not those of errors and comments. */
function prosePieces(source: string): string[] {
  const lines = source
    .replace(/\/\*.*?\*\//gs, "")
    .replace(/^\s*\/\/.*$/gm, "")
    .replace(/(?:Error|log\.\w+)\(\s*[`"][^`"]*[`"]/g, "")
    .split("\n");
  const texts =
    /"((?:[^"\\]|\\.)*)"|`((?:[^`\\$]|\\.|\$(?!\{))*)(?=[`$])|\}((?:[^`\\${};()="]|\\.)*)(?=[`$])/g;
  return lines
    .flatMap((line) => [...line.matchAll(texts)])
    .flatMap(([, a, b, c]) => (a ?? b ?? c ?? "").split(/(?<=[.;]) (?=\p{Lu})|: /u))
    .map((text) => text.replace(/\\([`"])/g, "$1").replace(/^[\s.,;:()–]+|[\s.,;:(–]+$/g, ""))
    .filter((text) => /^[\p{L}“\d].*[a-z]{2,} [a-z]{2,} [a-z]{2,}/su.test(text) && !/[<>{}|=]/.test(text));
}
