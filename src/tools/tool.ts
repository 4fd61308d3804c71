import type { z } from "zod";
import { UserError } from "../table/userError.ts";
import type { WorkerClient } from "../worker/client.ts";
import type { ToolAnswer } from "./toolAnswer.ts";
import type { ToolJobs } from "./toolJobs.ts";

/** What a tool works with; the same for VS Code's language model tools and for the MCP server. */
export interface ToolContext {
  /** Folders that every path must lie in; relative paths start at the first. */
  readonly roots: readonly string[];
  readonly signal: AbortSignal;
  /** A child process client; the tool disposes it. */
  newWorker(): WorkerClient;
  /** Long work that outlives a call. */
  readonly jobs: ToolJobs;
  /** `fraction`: 0..1 of all that is to be done. */
  progress(fraction: number, message: string): void;
}

/** One thing an assistant can ask for. */
export interface Tool<Input extends z.ZodObject = z.ZodObject> {
  /** `profile_table` … */
  readonly name: string;
  readonly title: string;
  /** For the model: when to use it, and what comes back. */
  readonly description: string;
  readonly input: Input;
  /** The form of the data it returns. */
  readonly output: z.ZodObject;
  /** Writes nothing and trains nothing. */
  readonly readOnly: boolean;
  /** Asked before it is run, where somebody can be asked. */
  confirmation(input: z.output<Input>): string;
  /** @throws ToolError and errors of the pipeline */
  perform(input: z.output<Input>, context: ToolContext): Promise<ToolAnswer>;
}

/** A field under its name or the one it had before. @throws ToolError when neither is given, or both */
export function fieldOf(name: string, value: string | undefined, former: string | undefined): string {
  if (value !== undefined && former !== undefined)
    throw new ToolError(`${name}: give it once; path is its former name`);
  const given = value ?? former;
  if (given === undefined) throw new ToolError(`${name} is missing: name a file, relative to the workspace`);
  return given;
}

/** Something the caller can fix; the message says how. */
export class ToolError extends UserError {
  override readonly name = "ToolError";
}
