import { basename } from "node:path";
import type { RunEvent } from "../protocol/run.ts";

/** A run's event as a line of the log; undefined for those too frequent to keep. */
export function logLine(
  config: string,
  event: RunEvent,
): { readonly level: "info" | "warn" | "error"; readonly text: string } | undefined {
  const name = basename(config);
  switch (event.type) {
    case "run":
      return {
        level: "info",
        text: `${name}: ${event.resumed ? "resuming" : "run"} ${event.runDir} (model ${event.model})`,
      };
    case "stage":
      return event.state === "end"
        ? {
            level: "info",
            text: `${name}: ${event.stage} ended after ${(event.ms / 1000).toFixed(1)} s: ${event.detail}`,
          }
        : undefined;
    case "warning":
      return { level: "warn", text: `${name}: ${event.message}` };
    case "done":
      return { level: "info", text: `${name}: done, ${event.rows} rows in ${event.output}` };
    case "failed":
      return {
        level: "error",
        text: [
          `${name}: ${event.stage ?? "start"} failed: ${event.message}`,
          ...event.diagnostics.map(
            (d) => `  ${d.file}:${d.line}:${d.column} ${d.severity} ${d.code}: ${d.message}`,
          ),
          ...(event.stack === undefined ? [] : [event.stack]),
        ].join("\n"),
      };
    case "cancelled":
      return { level: "info", text: `${name}: cancelled${event.resumable ? ", can be resumed" : ""}` };
    default:
      return undefined;
  }
}
