import { describeFailure } from "../pipeline/pipelineError.ts";
import type { Diagnostic } from "../protocol/run.ts";
import { makePaint } from "./paint.ts";
import { escapeControl } from "./textTable.ts";

/** Prints an error to stderr and gives the exit code it stands for. */
export function reportFailure(error: unknown): number {
  const failure = describeFailure(error);
  printFailure(failure);
  return failure.exitCode;
}

export function printFailure(failure: {
  readonly message: string;
  readonly diagnostics: readonly Diagnostic[];
  readonly stack?: string;
}): void {
  const paint = makePaint(process.stderr);
  for (const d of failure.diagnostics) process.stderr.write(`${formatDiagnostic(d, paint)}\n`);
  process.stderr.write(`${paint("red", "✖")} ${failure.message}\n`);
  if (failure.stack && process.env["SYNDATA_DEBUG"]) process.stderr.write(`${failure.stack}\n`);
}

/**
 * `config.synth.json:4:12 error unknown-key: …`, the form the VS Code problem matcher reads; what a flag gave has no place in the file:
 * `error unknown-key: --set …`.
 */
export function formatDiagnostic(d: Diagnostic, paint = makePaint(process.stderr)): string {
  const colour = d.severity === "error" ? "red" : d.severity === "warning" ? "yellow" : "dim";
  const place = d.flag === undefined ? `${d.file}:${d.line}:${d.column} ` : "";
  return `${place}${paint(colour, d.severity)} ${d.code}: ${d.message}`;
}

/** What made the exit code 3, for those who asked for errors only. */
export function printFailedGates(messages: readonly string[]): void {
  const paint = makePaint(process.stderr);
  for (const message of messages)
    process.stderr.write(`${paint("red", "✖")} gate failed: ${escapeControl(message)}\n`);
}
