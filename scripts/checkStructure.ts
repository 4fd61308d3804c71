import { readFileSync } from "node:fs";
import { findBreaches, readSources } from "./structure.ts";

const breaches = findBreaches(readSources("."), readFileSync("docs/architecture.md", "utf8"));
for (const breach of breaches) console.log(breach);
if (breaches.length > 0) console.log(`${breaches.length} breaches of docs/architecture.md`);
process.exitCode = breaches.length > 0 ? 1 : 0;
