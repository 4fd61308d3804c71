import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { measureService } from "../test/service/measure.ts";

/**
 * `npm run test:service [-- TABLE] [--only CHECK]`: the long checks of the server; their figures go into docs/service.md. Ends with 1 when
 * a bound is missed.
 */
const { values, positionals } = parseArgs({ options: { only: { type: "string" } }, allowPositionals: true });
const table = positionals[0] ?? "examples/penguins.csv";
const results = await measureService({ name: "table.csv", content: readFileSync(table) }, values.only);
for (const { what, figure, passed } of results) console.log(`${passed ? "✔" : "✖"} ${what}: ${figure}`);
process.exit(results.every(({ passed }) => passed) ? 0 : 1);
