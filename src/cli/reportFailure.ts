import { describeFailure } from "../pipeline/failure.ts";
import { InputError } from "../pipeline/inputError.ts";
import type { Diagnostic, RunEvent } from "../protocol/run.ts";
import { makePaint } from "./paint.ts";
import { escapeControl } from "./textTable.ts";

/** Flags that are not called as the field of the job's input is. */
const flagNames: Readonly<Record<string, string>> = { overwrite: "force" };

/** Prints an error to stderr and gives the exit code it stands for. */
export function reportFailure(error: unknown): number {
  const failure = describeFailure(error);
  if (error instanceof InputError) {
    const flag = `--${flagNames[error.field] ?? error.field}`;
    printFailure({ ...failure, message: flag + error.detail });
  } else printFailure(failure);
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

export function printWarning(message: string): void {
  process.stderr.write(`warning: ${message}\n`);
}

export function printWarningEvent(event: RunEvent): void {
  if (event.type === "warning") printWarning(event.message);
}

/**
 * `config.synth.json:4:12 error unknown-key: …`, the form the VS Code problem matcher reads; what a flag gave has no place in the file:
 * `error unknown-key: --set …`.
 */
export function formatDiagnostic(d: Diagnostic, paint = makePaint(process.stderr)): string {
  const color = d.severity === "error" ? "red" : d.severity === "warning" ? "yellow" : "dim";
  const place = d.flag === undefined ? `${d.file}:${d.line}:${d.column} ` : "";
  return `${place}${paint(color, d.severity)} ${d.code}: ${d.message}`;
}

/** What made the exit code 3, for those who asked for errors only. */
export function printFailedGates(messages: readonly string[]): void {
  const paint = makePaint(process.stderr);
  for (const message of messages)
    process.stderr.write(`${paint("red", "✖")} gate failed: ${escapeControl(message)}\n`);
}
