import type { MimeBundle } from "../protocol/notebook.ts";
import type { NotebookSession } from "./session.ts";
import type { StepCache } from "./stepCache.ts";
import type { PlannedStep, Workflow } from "./workflow.ts";

/** What a step is given to do its work. */
export interface StepContext {
  /** Absolute path of the notebook. */
  readonly path: string;
  readonly workflow: Workflow;
  readonly session: NotebookSession;
  readonly cache: StepCache;
  readonly signal: AbortSignal;
  /** Do the work although the cache has the result. */
  readonly fresh: boolean;
  progress(update: {
    readonly fraction: number | null;
    readonly label: string;
    readonly etaMs?: number | null;
  }): void;
  /** Shows something before the step is done. */
  show(outputs: readonly MimeBundle[]): void;
  /** Runs a step this one builds on, unless its result is there already. @throws PipelineError when it fails */
  need(step: PlannedStep): Promise<void>;
}

export interface StepResult {
  readonly outputs: readonly MimeBundle[];
  /** One line: what was made. */
  readonly message: string;
  /** The result was there: nothing it depends on has changed. */
  readonly cached: boolean;
  readonly gatesFailed?: readonly string[];
}
