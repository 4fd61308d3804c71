import { describe, expect, it } from "vitest";
import { parseConfig } from "../../src/config/parseConfig.ts";
import { editorCatalog } from "../../src/editor/editorCatalog.ts";
import type { OptionField } from "../../src/protocol/editor.ts";
import { editorStrings, type StringKey, wordsFrom } from "../../src/protocol/editorStrings.ts";
import { english } from "../../src/runs/translate.ts";

const catalog = editorCatalog(english);
const option = (type: string, key: string) =>
  catalog.models.find((model) => model.type === type)?.options.find((field) => field.key === key);

describe("choices of the editor", () => {
  it("come from the schema with meaning, range and default", () => {
    expect(option("ctgan", "epochs")).toEqual({
      key: "epochs",
      label: "Epochs",
      description: "Passes over the data: each epoch has max(rows / batchSize, 1) steps.",
      kind: "integer",
      minimum: 1,
      maximum: 100_000,
      default: 300,
      advanced: false,
    });
    expect(option("ctgan", "generatorDim")).toMatchObject({
      kind: "integers",
      default: [256, 256],
      advanced: true,
    });
    expect(option("ctgan", "logFrequency")).toMatchObject({ kind: "boolean", default: true });
    expect(option("circuit", "maxLatentStates")).toMatchObject({
      kind: "integer",
      auto: true,
      default: "auto",
      maximum: 2048,
    });
    expect(option("argn", "learningRate")).toMatchObject({ kind: "number", auto: true });
    expect(option("gaussianCopula", "numericalDistributions")).toMatchObject({ kind: "byColumn" });
    expect(option("gaussianCopula", "defaultDistribution")?.words?.[1]).toEqual({
      word: "norm",
      meaning: "Normal.",
    });
    expect(option("auto", "candidates")).toMatchObject({ kind: "choices" });
  });

  it("read their keys aloud, in the language of the editor", () => {
    const labels = ["generatorLr", "pac", "l2scale", "batchSize"].map(
      (key) =>
        [...catalog.models].flatMap(({ options }) => options.filter((field) => field.key === key))[0]?.label,
    );
    expect(labels).toEqual(["Generator LR", "Pac", "L2 scale", "Batch size"]);
    const shouted = editorCatalog((text) => text.toUpperCase());
    expect(shouted.source.find(({ key }) => key === "delimiter")?.label).toBe("DELIMITER");
  });

  it("have a control for every setting of every model, and a description", () => {
    for (const model of catalog.models) {
      expect(model.summary.length).toBeGreaterThan(5);
      for (const field of model.options) {
        expect(field.kind).not.toBe("other");
        expect(field.description).not.toBe("");
      }
    }
    expect(catalog.column.map(({ key, kind }) => `${key} ${kind}`)).toEqual([
      "type choice",
      "role choice",
      "decimals integer",
      "min bound",
      "max bound",
      "values texts",
      "bins other",
      "missing choice",
      "maxCategories integer",
      "minCategoryCount integer",
      "pattern text",
      "split choice",
      "separator text",
      "format text",
      "personal choice",
      "replace choice",
      "key text",
    ]);
    expect(catalog.report.filter(({ kind }) => kind === "other").map(({ key }) => key)).toEqual(["gates"]);
  });

  it("show defaults that are valid when written out", () => {
    for (const model of catalog.models) {
      const withDefault = (field: OptionField) => field.default !== undefined;
      const options = Object.fromEntries(
        model.options.filter(withDefault).map((field) => [field.key, field.default]),
      );
      const text = JSON.stringify({ source: { path: "a.csv" }, model: { type: model.type, ...options } });
      expect(parseConfig(text, "a").diagnostics).toEqual([]);
    }
  });

  it("are translated, every word of them", () => {
    const shouted = editorCatalog((text) => text.toUpperCase());
    const texts = [
      ...Object.values(shouted.strings),
      ...shouted.models.flatMap(({ description, options }) => [
        description,
        ...options.map((field) => field.description),
      ]),
      ...shouted.metrics.map(({ description }) => description),
      ...shouted.roles.map(({ meaning }) => meaning),
    ];
    expect(texts.filter((text) => text !== text.toUpperCase())).toEqual([]);
  });
});

describe("words of the editor", () => {
  it("fill their blanks and fall back to English", () => {
    const t = wordsFrom({ "head.run": "Lancer", "columns.shown": "{1} dont {0}" });
    expect(t("head.run")).toBe("Lancer");
    expect(t("columns.shown", 3, 15)).toBe("15 dont 3");
    expect(t("head.cancel")).toBe("Cancel");
    expect(t("source.rows", "{0}")).toBe("{0} rows");
  });

  it("number their blanks from 0 without a gap, as l10n wants", () => {
    for (const key of Object.keys(editorStrings) as StringKey[]) {
      const blanks = [...editorStrings[key].matchAll(/\{(\d)\}/g)].map((match) => Number(match[1])).sort();
      expect(blanks).toEqual(blanks.map((_, i) => i));
    }
  });
});
