import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { walkDashboard } from "./dashboard.ts";

/** `npx tsx test/service/walkOnce.ts TABLE.csv FOLDER`: pictures of every page of the dashboard with this table. */
const [table, pictures] = process.argv.slice(2);
if (table === undefined) throw new Error("name a table");
const result = await walkDashboard({ name: basename(table), content: readFileSync(table) }, pictures);
console.log(JSON.stringify(result, null, 2));
process.exit(0);
