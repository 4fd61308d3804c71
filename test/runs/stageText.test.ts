import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { inEnglish } from "../../src/language/language.ts";
import { runKey } from "../../src/language/sentenceBook.ts";
import { stageText } from "../../src/runs/stageText.ts";
import { german } from "../report/germanWords.ts";

const sources = ["src/models", "src/pipeline", "src/notebook/steps", "src/jobs"].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => readFileSync(join(folder, name), "utf8")),
);

/** Texts that stages give as their progress or their end, with 7 in their blanks. */
function writtenTexts(): string[] {
  const places =
    /(?:\b(?:label|detail): |\bprogress\([^{}()]*(?:\([^()]*\))?[^{}()]*, |\bstep\(context, .*, )(["`])(.+?)\1/g;
  return sources
    .flatMap((text) => [...text.matchAll(places)].map(([, , said]) => said!))
    .map((said) =>
      said.replace(/\$\{counted\(.+?, "(\w+)"\)\}/g, "7 $1s").replace(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, "7"),
    )
    .filter((said) => /\p{L}{4}/u.test(said));
}

describe("stageText", () => {
  it("says in German what stages of runs and steps of notebooks say", () => {
    const said = writtenTexts();
    expect(said.length).toBeGreaterThan(15);
    expect(said.filter((text) => stageText(text, german) === text)).toEqual([]);
  });

  it("has no text that nothing says", () => {
    const source = sources.join("\n");
    const stale = Object.keys(german.texts)
      .filter((key) => key.endsWith(runKey))
      .filter((key) =>
        key
          .slice(0, -runKey.length)
          .split(/\{\d\}|\b(?:1 )?(?:rows?|columns?)\b/)
          .some((part) => /\p{L}{3}/u.test(part) && !source.includes(part.trim())),
      );
    expect(stale).toEqual([]);
  });

  it("writes numbers as German does, and leaves names as they are", () => {
    const say = (text: string) => stageText(text, german);
    expect(say("a, b.csv: 7,043 rows × 21 columns")).toBe("a, b.csv: 7.043 Zeilen × 21 Spalten");
    expect(say("5,634 rows to learn from, 1,409 rows held out")).toBe(
      "5.634 Zeilen zum Lernen, 1.409 Zeilen zurückgehalten",
    );
    expect(say("ctgan, epoch 3/40")).toBe("ctgan, Epoche 3/40");
    expect(say("7,043 rows → /data/synthetic rows.csv")).toBe("7.043 Zeilen → /data/synthetic rows.csv");
    expect(say("/data/report.html")).toBe("/data/report.html");
    expect(stageText("tree of columns", inEnglish)).toBe("tree of columns");
  });
});
