import { readFileSync, writeFileSync } from "node:fs";
import { configJsonSchema } from "../src/config/jsonSchema.ts";
import { stepJsonSchema } from "../src/notebook/stepSchema.ts";
import { productJsonSchema } from "../src/product/jsonSchema.ts";
import { fillTables } from "./configTables.ts";

/** Writes what is made from the schemas of configs, steps and product files: the editors' JSON Schemas and the reference's tables. */
const schema = new URL("../media/synth.schema.json", import.meta.url);
writeFileSync(schema, `${JSON.stringify(configJsonSchema(), null, 2)}\n`);

const stepSchema = new URL("../media/synthnb.schema.json", import.meta.url);
writeFileSync(stepSchema, `${JSON.stringify(stepJsonSchema(), null, 2)}\n`);

const productFile = new URL("../media/mvp.schema.json", import.meta.url);
writeFileSync(productFile, `${JSON.stringify(productJsonSchema(), null, 2)}\n`);

for (const name of ["config", "report"]) {
  const docs = new URL(`../docs/${name}.md`, import.meta.url);
  writeFileSync(docs, fillTables(readFileSync(docs, "utf8")));
}
