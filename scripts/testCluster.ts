import { measureCluster } from "../test/service/clusterRuns.ts";

/**
 * `npm run test:cluster`: the long checks of many machines, `--full` with 1,000 small jobs; their figures go into docs/service.md.
 * Ends with 1 when a bound is missed.
 */
const results = await measureCluster(process.argv.includes("--full"));
for (const { what, figure, passed } of results) console.log(`${passed ? "✔" : "✖"} ${what}: ${figure}`);
process.exit(results.every(({ passed }) => passed) ? 0 : 1);
