import { readFileSync } from "node:fs";
import { measureService } from "../test/service/measure.ts";

/** `npm run test:service`: the long checks of the server; their figures go into docs/service.md. Ends with 1 when a bound is missed. */
const table = process.argv[2] ?? "examples/penguins.csv";
const results = await measureService({ name: "table.csv", content: readFileSync(table) });
for (const { what, figure, passed } of results) console.log(`${passed ? "✔" : "✖"} ${what}: ${figure}`);
process.exit(results.every(({ passed }) => passed) ? 0 : 1);
