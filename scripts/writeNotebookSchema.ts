import { writeFileSync } from "node:fs";
import { stepJsonSchema } from "../src/notebook/stepSchema.ts";

writeFileSync("media/synthnb.schema.json", `${JSON.stringify(stepJsonSchema(), null, 2)}\n`);
