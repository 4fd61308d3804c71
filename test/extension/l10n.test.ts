import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { manifestKeys, messagesInUse } from "../../scripts/l10nKeys.ts";
import { editorCatalog } from "../../src/editor/editorCatalog.ts";
import { reportKey, runKey } from "../../src/language/sentenceBook.ts";
import { boardStrings } from "../../src/product/page/boardStrings.ts";
import { gridStrings } from "../../src/protocol/gridStrings.ts";
import { english } from "../../src/runs/translate.ts";

const read = (file: string): Record<string, string> =>
  JSON.parse(readFileSync(file, "utf8")) as Record<string, string>;
const placeholders = (text: string): string[] => [...new Set(text.match(/\{\d+\}/g) ?? [])].sort();

/** The words of the custom editors are not written where they are translated. */
function wordsOfEditor(): string[] {
  const words = new Set<string>([...Object.values(boardStrings), ...Object.values(gridStrings)]);
  editorCatalog((text, ...values) => {
    words.add(text);
    return english(text, ...values);
  });
  return [...words];
}

describe("messages of the extension", () => {
  const german = read("l10n/bundle.l10n.de.json");

  it("are all there in German, and none that is not used", () => {
    const used = [...messagesInUse("."), ...wordsOfEditor()];
    expect(used.filter((message) => !german[message])).toEqual([]);
    // what a report or a run has said already: test/report/html/germanReport.test.ts, test/runs/stageText.test.ts
    const ofExtension = Object.keys(german).filter(
      (message) => !message.endsWith(reportKey) && !message.endsWith(runKey),
    );
    expect(ofExtension.filter((message) => !used.includes(message))).toEqual([]);
  });

  it("keep their placeholders", () => {
    for (const [message, translated] of Object.entries(german))
      expect(placeholders(translated), message).toEqual(placeholders(message));
  });
});

describe("texts of the manifest", () => {
  for (const file of ["package.nls.json", "package.nls.de.json"])
    it(`are all in ${file}, and none that is not used`, () => {
      expect(Object.keys(read(file)).sort()).toEqual(manifestKeys("."));
    });

  it("keep their commands in German", () => {
    const english = read("package.nls.json");
    const german = read("package.nls.de.json");
    const commands = (text = ""): string[] => (text.match(/command:[\w.]+/g) ?? []).sort();
    for (const [key, text] of Object.entries(english))
      expect(commands(german[key]), key).toEqual(commands(text));
  });
});
