import { appendFileSync } from "node:fs";
import { format } from "node:util";
import Mocha from "mocha";

/**
 * The entry that the extension host loads: a rejection becomes its exit code. The same file serves a real desktop VS Code
 * (`electron.ts`) and the browser workbench (`runHost.ts`). The report goes to E2E_TEST_OUT: the console of the extension host ends in
 * VS Code's own log.
 */
export function run(): Promise<void> {
  const out = process.env["E2E_TEST_OUT"];
  if (out)
    Mocha.reporters.Base.consoleLog = (...words: unknown[]) => appendFileSync(out, `${format(...words)}\n`);
  const grep = process.env["E2E_GREP"];
  const mocha = new Mocha({ ui: "bdd", color: false, timeout: 180_000, ...(grep && { grep }) });
  mocha.suite.emit(Mocha.Suite.constants.EVENT_FILE_PRE_REQUIRE, globalThis as never, "", mocha);
  require("./suites.cjs");
  return new Promise((resolve, reject) => {
    const runner = mocha.run((failures) => {
      if (out)
        appendFileSync(
          out,
          `E2E_RESULT ${JSON.stringify({ passed: runner.stats?.passes ?? 0, failed: failures })}\n`,
        );
      if (failures > 0) reject(new Error(`${failures} tests failed`));
      else resolve();
    });
  });
}
