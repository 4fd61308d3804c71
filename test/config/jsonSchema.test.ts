import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { fillTables } from "../../scripts/configTables.ts";
import { configJsonSchema, modelJsonSchema } from "../../src/config/jsonSchema.ts";
import { modelSchemas } from "../../src/config/modelOptions/model.ts";
import { modelTypes } from "../../src/config/modelOptions/modelLabels.ts";
import { metricKeys } from "../../src/metrics/metricTable.ts";

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const advice = "run: node --import tsx scripts/writeSchema.ts";

describe("what is made from the schema", () => {
  it("media/synth.schema.json is up to date", () => {
    expect(JSON.parse(read("media/synth.schema.json")), advice).toEqual(
      JSON.parse(JSON.stringify(configJsonSchema())),
    );
  });

  it("docs/config.md is up to date", () => {
    const docs = read("docs/config.md");
    expect(docs, advice).toBe(fillTables(docs));
    for (const type of modelTypes) expect(docs).toContain(`### \`${type}\``);
    for (const name of metricKeys) expect(docs).toContain(`| \`${name}\` |`);
  });
});

describe("configJsonSchema", () => {
  it("describes every option of every model, with a default in its range", () => {
    for (const type of modelTypes) {
      const properties = modelJsonSchema(type)["properties"] as Record<string, Record<string, unknown>>;
      expect(Object.keys(properties)).toEqual(Object.keys(modelSchemas[type].shape));
      for (const [name, option] of Object.entries(properties)) {
        if (name === "type") continue;
        expect(option["description"], `${type}.${name}`).toMatch(/\S/);
        expect(option, `${type}.${name}`).toHaveProperty("default");
      }
      expect(modelSchemas[type].safeParse({ type }).error?.issues).toBeUndefined();
    }
  });

  it("chooses a model's options by its type, so that editors complain about that model only", () => {
    const { model } = configJsonSchema()["properties"] as { model: Record<string, unknown> };
    const rules = model["allOf"] as Record<"if" | "then", unknown>[];
    expect(model).not.toHaveProperty("oneOf");
    expect(rules).toHaveLength(modelTypes.length);
    const rule = rules[modelTypes.indexOf("tvae")]!;
    expect(rule.if).toMatchObject({ properties: { type: { const: "tvae" } } });
    expect(rule["then"]).toMatchObject({
      properties: { lossFactor: { default: 2 } },
      additionalProperties: false,
    });
  });

  it("asks for the source only", () => {
    expect(configJsonSchema()).toMatchObject({ required: ["source"], additionalProperties: false });
  });
});

describe("the schema in a webview", () => {
  it("needs no code made from strings", () => {
    expect(z.config().jitless).toBe(true);
  });
});
