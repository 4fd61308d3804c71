import { survivePipes } from "./brokenPipe.ts";
import { performCommandLine } from "./shell/commandLine.ts";

survivePipes();

performCommandLine(process.argv.slice(2))
  .then((code) => {
    process.exitCode = code;
  })
  // native threads of a finished session must not keep the process
  .finally(() => setTimeout(() => process.exit(), 500).unref());
