import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startInProcess } from "../src/worker/inProcess.ts";
import { makeGoodFiles, tryCase } from "./fuzz/tryCase.ts";
import { audit, auditArguments } from "./reliability/audit.ts";
import type { Section } from "./reliability/section.ts";
import { hostileInputs } from "./reliability/sections/hostileInputs.ts";

/**
 * `npm run fuzz`: tries 2,000 hostile tables and configs on what is built in `dist/`. `--cases N`, `--minutes M` and `--fresh` as for
 * `npm run audit:reliability`. `--case N` does one case in this process and leaves its files.
 */
const { options, given } = auditArguments(["case"]);
const only = given.get("case");
if (only === undefined) {
  process.exitCode = (await audit(hostileInputs as Section, options)) > 0 ? 1 : 0;
} else {
  const folder = mkdtempSync(join(tmpdir(), "syndata-fuzz-"));
  const start = startInProcess;
  const tried = await tryCase(Number(only), {
    folder,
    good: await makeGoodFiles(folder, start),
    start,
    keep: true,
  });
  console.log(JSON.stringify(tried, null, 2));
  console.log(`its files: ${join(folder, `case-${only}`)}`);
}
