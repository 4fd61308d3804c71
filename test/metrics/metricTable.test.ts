import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { fillTables } from "../../scripts/configTables.ts";
import { readRule } from "../../src/config/rules/readRule.ts";
import { measuredReading, metricCard, reading } from "../../src/metrics/metricCard.ts";
import { metricKeys, metricSentence, metricTable, readMetric } from "../../src/metrics/metricTable.ts";
import type { Measured } from "../../src/protocol/metric.ts";
import type { ReportJson } from "../../src/protocol/report.ts";
import { keyFigures } from "../../src/report/keyFigures.ts";
import { addresses, penguinsReport, penguinsWithProduct } from "../quality/penguinsReport.ts";
import { penguinsModel } from "./penguinsModel.ts";

const report = await penguinsReport({
  ...(await penguinsWithProduct()),
  sensitive: ["sex"],
  quasiIdentifiers: ["species"],
  rules: [readRule("bill_depth_mm <= bill_length_mm")],
  identifiers: addresses,
  model: await penguinsModel(),
});

/** The value at `a.b[].c` of a report, of the first list entry; an object stands for its `value`. */
function valueAt(whole: ReportJson, place: string): unknown {
  const found = place.split(".").reduce<unknown>((here, key) => {
    const next = (here as Record<string, unknown> | null | undefined)?.[key.replace("[]", "")];
    return key.endsWith("[]") ? (next as readonly unknown[])[0] : next;
  }, whole);
  return typeof found === "object" && found !== null && "value" in found ? found.value : found;
}

describe("the table of metrics", () => {
  it("says where each value stands in report.json", () => {
    for (const key of metricKeys) {
      const { place } = metricTable[key];
      const held = valueAt(report, place);
      expect(held, `${key}: ${place}`).toBeDefined();
      // several models or attacks share one place
      if (typeof held === "number" && !place.includes("[]"))
        expect(readMetric(report, key).value, key).toBe(held);
    }
  });

  it("names every metric once", () => {
    const titles = metricKeys.map((key) => metricTable[key].title);
    expect(new Set(titles).size).toBe(titles.length);
    const sentences = metricKeys.map((key) => metricSentence(metricTable[key]));
    expect(new Set(sentences).size).toBe(sentences.length);
  });

  it("is the table of docs/report.md", () => {
    const docs = readFileSync(new URL("../../docs/report.md", import.meta.url), "utf8");
    expect(docs, "run: node --import tsx scripts/writeSchema.ts").toBe(fillTables(docs));
    for (const key of metricKeys) expect(docs).toContain(`| \`${key}\` | ${metricTable[key].title} |`);
  });

  it("gives nothing for a report without sections", async () => {
    const bare = await penguinsReport({ holdout: null, sections: [] });
    for (const key of metricKeys.filter((k) => metricTable[k].section !== "diagnostic"))
      expect(readMetric(bare, key)).toEqual({ ...reading({}), best: readMetric(bare, key).best });
    expect(keyFigures(bare).map(({ key }) => key)).toEqual(["diagnostic"]);
  });
});

describe("a metric without a place of its own", () => {
  const measured: Measured = {
    value: 0.25,
    ceiling: 0.5,
    status: "watch",
    meaning: "A quarter.",
    about: "city",
  };
  const card = metricCard({
    section: "privacy",
    title: "Leaks",
    description: "Leaks",
    place: "measures.leaks.value",
    read: measuredReading("leaks"),
  });

  it("is read from the report's measures", () => {
    expect(card.read({ ...report, measures: { leaks: measured } })).toEqual(
      reading({ value: 0.25, ceiling: 0.5, status: "watch", meaning: "A quarter.", about: "city" }),
    );
    expect(card.read(report)).toEqual(reading({}));
  });
});
