import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { stepJsonSchema } from "../../src/notebook/stepSchema.ts";
import { allTools } from "../../src/tools/allTools.ts";
import { languageModelTools } from "../../src/tools/toolManifest.ts";
import { toolNames } from "../../src/tools/toolNames.ts";

const json = (path: string): unknown => JSON.parse(readFileSync(path, "utf8"));

describe("what is generated is up to date", () => {
  it("the manifest's language model tools: node --import tsx scripts/writeToolManifest.ts", () => {
    const { contributes } = json("package.json") as { contributes: Record<string, unknown> };
    expect(contributes["languageModelTools"]).toEqual(JSON.parse(JSON.stringify(languageModelTools())));
  });

  it("the names of the tools", () => {
    expect(allTools.map(({ name }) => name)).toEqual([...toolNames]);
  });

  it("the schema of notebook cells: node --import tsx scripts/writeSchema.ts", () => {
    expect(json("media/synthnb.schema.json")).toEqual(JSON.parse(JSON.stringify(stepJsonSchema())));
  });
});
