import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { checkColumns } from "../../src/config/check/checkColumns.ts";
import { parseConfig } from "../../src/config/parseConfig.ts";
import type { ColumnProfile } from "../../src/table/profile/tableProfile.ts";
import { column, table } from "./profiles.ts";

const folder = new URL("../../syntheticTemplates/", import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith(".synth.json"));

describe("templates", () => {
  it("are at least six", () => {
    expect(names.length).toBeGreaterThanOrEqual(6);
  });

  it.each(names)("%s is a valid config for the data its comment shows", (name) => {
    const text = readFileSync(new URL(name, folder), "utf8");
    const parsed = parseConfig(text, name);
    expect(parsed.diagnostics).toEqual([]);
    expect(parsed.config?.source.path).toBe(name.replace(".synth.json", ".csv"));

    const [header, row] = [...text.matchAll(/^\/\/ {3}(\S.*,.*)$/gm)].map((match) => match[1]!);
    const columns = header!.split(",");
    expect(Object.keys(parsed.config!.columns)).toEqual(columns);
    expect(row!.match(/("[^"]*"|[^,"]*)(,|$)/g)!.filter((cell) => cell !== "").length).toBe(columns.length);

    const profile = table(
      columns.map((c) => profileFor(c, parsed.config!.columns[c]?.type)),
      10_000,
    );
    const findings = checkColumns(parsed, profile).filter((d) => d.code !== "text-left-out");
    expect(findings).toEqual([]);
  });
});

function profileFor(name: string, type: ColumnProfile["sdtype"] | undefined): ColumnProfile {
  return column(name, type ?? "text", {
    cardinality: type === "boolean" ? 2 : type === "categorical" ? 5 : 3000,
  });
}
