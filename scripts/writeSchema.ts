import { writeFileSync } from "node:fs";
import { configJsonSchema } from "../src/config/jsonSchema.ts";

/** Writes the JSON Schema editors use from the one schema in `src/config/schema.ts`. */
writeFileSync(
  new URL("../media/synth.schema.json", import.meta.url),
  `${JSON.stringify(configJsonSchema(), null, 2)}\n`,
);
