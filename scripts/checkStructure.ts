import { readFileSync } from "node:fs";
import { findBreaches, readSources } from "./structure.ts";
import { unusedExports } from "./unusedExports.ts";

const rooms = readSources(".");
const breaches = [
  ...findBreaches(rooms, readFileSync("docs/architecture.md", "utf8")),
  ...unusedExports(rooms, readSources(".", ["test", "scripts", "bench"])),
];
for (const breach of breaches) console.log(breach);
if (breaches.length > 0) console.log(`${breaches.length} breaches of docs/architecture.md`);
process.exitCode = breaches.length > 0 ? 1 : 0;
