import { parseArgs } from "node:util";
import { measureCluster } from "../test/service/clusterRuns.ts";

/**
 * `npm run test:cluster`: the long checks of many machines, `--full` with 1,000 small jobs, `--only killOnRedis,shards` some of them; their
 * figures go into docs/service.md. Ends with 1 when a bound is missed.
 */
const { values } = parseArgs({ options: { full: { type: "boolean" }, only: { type: "string" } } });
const results = await measureCluster(values.full === true, values.only?.split(","));
for (const { what, figure, passed } of results) console.log(`${passed ? "✔" : "✖"} ${what}: ${figure}`);
process.exit(results.every(({ passed }) => passed) ? 0 : 1);
