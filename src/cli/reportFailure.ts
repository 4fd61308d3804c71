import { CancelledError, describeFailure } from "../pipeline/failure.ts";
import type { Diagnostic, RunEvent } from "../protocol/run.ts";
import { exitCodes } from "./exitCodes.ts";
import { makePaint } from "./paint.ts";
import { didYouMean } from "./shell/suggestCommand.ts";
import { wrapWords } from "./shell/wrapWords.ts";
import { escapeControl } from "./textTable.ts";

/** Flags that are not called as the field of the job's input is. */
const flagNames: ReadonlyMap<string, string> = new Map([["overwrite", "force"]]);

/** Prints an error to stderr and gives the exit code it stands for. */
export function reportFailure(error: unknown): number {
  if (error instanceof CancelledError) {
    process.stderr.write("cancelled\n");
    return exitCodes.cancelled;
  }
  const failure = describeFailure(error);
  if (failure.input !== undefined) {
    const { field, detail } = failure.input;
    printFailure({ ...failure, message: `--${flagNames.get(field) ?? field}${detail}` });
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
  writeWrapped(`${paint("red", "✖")} ${safe(withNearbyFile(failure.message))}`);
  if (failure.stack && process.env["SYNDATA_DEBUG"]) process.stderr.write(`${failure.stack}\n`);
}

/** On a terminal lines end between words; in a log they stay whole. */
function writeWrapped(text: string): void {
  const { isTTY, columns } = process.stderr;
  process.stderr.write(`${isTTY ? wrapWords(text, columns) : text}\n`);
}

/** Names and values of files, shown and not obeyed; lines stay lines. */
function safe(message: string): string {
  return message.split("\n").map(escapeControl).join("\n");
}

/** A missing file, and the one beside it that may be meant. */
function withNearbyFile(message: string): string {
  const path = /^(?:no such file: (.+?)\. (?:Check|A part)|no config at (.+?); make one)/.exec(message);
  const guess = path === null ? "" : didYouMean((path[1] ?? path[2])!);
  return guess === "" ? message : `${message.replace(/\.$/, "")}${guess}`;
}

export function printWarning(message: string): void {
  writeWrapped(`warning: ${message}`);
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
  const place = d.flag === undefined ? `${escapeControl(d.file)}:${d.line}:${d.column} ` : "";
  return `${place}${paint(color, d.severity)} ${d.code}: ${safe(d.message)}`;
}

/** What made the exit code 3, for those who asked for errors only. */
export function printFailedGates(messages: readonly string[]): void {
  const paint = makePaint(process.stderr);
  for (const message of messages)
    process.stderr.write(`${paint("red", "✖")} gate failed: ${escapeControl(message)}\n`);
}
