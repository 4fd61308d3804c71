import { parentPort, workerData } from "node:worker_threads";
import { type SectionReply, type SectionTask, threadSections } from "./threadSections.ts";

/** The program of a thread that measures a section of a report (`dist/sections.cjs`). Whoever started it ends it early to cancel. */
const { section, input } = workerData as SectionTask;

function reply(message: SectionReply): void {
  parentPort?.postMessage(message);
}

threadSections[section]({
  ...input,
  signal: new AbortController().signal,
  progress: (fraction) => reply({ kind: "progress", fraction }),
}).then(
  (result) => reply({ kind: "done", result }),
  (error: unknown) => reply({ kind: "failed", error }),
);
