import { Command } from "commander";
import { configJsonSchema } from "../../../config/jsonSchema.ts";

export function schemaCommand(): Command {
  return new Command("schema").description("print the JSON Schema of *.synth.json").action(() => {
    process.stdout.write(`${JSON.stringify(configJsonSchema(), null, 2)}\n`);
  });
}
