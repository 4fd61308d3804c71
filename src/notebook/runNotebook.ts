import { describeFailure } from "../pipeline/failure.ts";
import { PipelineError } from "../pipeline/pipelineError.ts";
import type { CellEnd, NotebookEvent, NotebookJob } from "../protocol/notebook.ts";
import { modelIsCached, tableIsCached } from "./isCached.ts";
import type { NotebookSession } from "./session.ts";
import { SqlError } from "./sqlError.ts";
import { StepCache } from "./stepCache.ts";
import type { StepContext, StepResult } from "./stepContext.ts";
import { compareStep } from "./steps/compare.ts";
import { modelStep } from "./steps/model.ts";
import { outputStep } from "./steps/output.ts";
import { reportStep } from "./steps/report.ts";
import { rulesStep } from "./steps/rules.ts";
import { columnsStep, sourceStep } from "./steps/source.ts";
import { sqlStep } from "./steps/sql.ts";
import { type PlannedStep, planWorkflow, type Workflow } from "./workflow.ts";

/** Progress events of a cell are at least this far apart, ms. */
const progressEvery = 100;

/**
 * Runs cells of a workflow notebook, each step only when something it depends on has changed. Tells everything; does not throw.
 * @returns 0, 1, 2, 3 (a gate failed) or 130 (cancelled)
 */
export async function runNotebook(
  job: NotebookJob,
  tell: (event: NotebookEvent) => void,
  signal: AbortSignal,
  session: NotebookSession,
): Promise<number> {
  const run = new NotebookRun(job, tell, signal, session);
  const all = job.cells.flatMap(({ kind }, cell) => (kind === "markdown" ? [] : [cell]));
  let exitCode = 0;
  for (const cell of job.run ?? all) {
    const { state, code } = await run.cell(cell);
    if (state === "cancelled") return 130;
    if (code !== 0 && exitCode !== 1) exitCode = exitCode === 2 ? 2 : code;
    if (state === "failed" && !job.keepGoing) return exitCode;
  }
  if (job.run === undefined && exitCode === 0) await run.cache.prune();
  return exitCode;
}

type Outcome = Pick<CellEnd, "state"> & { readonly code: number };

class NotebookRun {
  readonly cache: StepCache;
  readonly #job: NotebookJob;
  readonly #tell: (event: NotebookEvent) => void;
  readonly #signal: AbortSignal;
  readonly #session: NotebookSession;
  readonly #workflow: Workflow;
  readonly #done = new Map<number, Promise<Outcome>>();

  constructor(
    job: NotebookJob,
    tell: (event: NotebookEvent) => void,
    signal: AbortSignal,
    session: NotebookSession,
  ) {
    this.#job = job;
    this.#tell = tell;
    this.#signal = signal;
    this.#session = session;
    this.#workflow = planWorkflow(job.cells, job.path);
    this.cache = new StepCache(job.path);
  }

  /** Runs a cell once in this job. */
  cell(cell: number): Promise<Outcome> {
    const known = this.#done.get(cell);
    if (known !== undefined) return known;
    const outcome = this.#run(cell);
    this.#done.set(cell, outcome);
    return outcome;
  }

  async #run(cell: number): Promise<Outcome> {
    const started = Date.now();
    const context = this.#context(cell);
    const end = (rest: Omit<CellEnd, "ms">): void => {
      this.#tell({ type: "end", cell, end: { ...rest, ms: Date.now() - started } });
    };
    this.#tell({ type: "start", cell });
    try {
      this.#signal.throwIfAborted();
      const { outputs, message, cached, gatesFailed = [] } = await this.#work(cell, context);
      const state = gatesFailed.length > 0 ? "gate" : "done";
      this.#tell({ type: "output", cell, outputs });
      end({ state, cached, message });
      return { state, code: state === "gate" ? 3 : 0 };
    } catch (error) {
      if (this.#signal.aborted) {
        end({ state: "cancelled", cached: false, message: "cancelled" });
        return { state: "cancelled", code: 130 };
      }
      const { message, code, place } = failureOf(error);
      end({ state: "failed", cached: false, message, ...place });
      return { state: "failed", code };
    }
  }

  async #work(cell: number, context: StepContext): Promise<StepResult> {
    const { kind, text } = this.#job.cells[cell] ?? { kind: "none", text: "" };
    if (kind === "sql") return await sqlStep(context, cell, text);
    const planned = this.#workflow.steps.get(cell);
    if (planned === undefined) {
      const found = this.#workflow.diagnostics.filter((d) => d.cell === cell && d.severity === "error");
      throw new PipelineError(found[0]?.message ?? "this cell is no step", found);
    }
    switch (planned.kind) {
      case "source":
        return await sourceStep(context, planned);
      case "columns":
        return await columnsStep(context, planned);
      case "rules":
        return await rulesStep(context, planned);
      case "model":
        return await modelStep(context, planned);
      case "output":
        return await outputStep(context, planned);
      case "report":
        return await reportStep(context, planned);
      case "compare":
        return await compareStep(context, planned);
    }
  }

  #context(cell: number): StepContext {
    let last = 0;
    return {
      path: this.#job.path,
      workflow: this.#workflow,
      session: this.#session,
      cache: this.cache,
      signal: this.#signal,
      fresh: this.#job.fresh?.includes(cell) ?? false,
      progress: ({ fraction, label, etaMs = null }) => {
        if (Date.now() - last < progressEvery) return;
        last = Date.now();
        this.#tell({ type: "progress", cell, fraction, label, etaMs });
      },
      show: (outputs) => this.#tell({ type: "output", cell, outputs }),
      need: (step) => this.#need(step),
    };
  }

  async #need(step: PlannedStep): Promise<void> {
    const { cell } = step.step;
    const context = this.#context(cell);
    if (!this.#done.has(cell) && !context.fresh) {
      if (step.kind === "model" && (await modelIsCached(context, step))) return;
      if (step.kind === "output" && (await tableIsCached(context, step))) return;
    }
    const { state } = await this.cell(cell);
    this.#signal.throwIfAborted();
    if (state === "failed") throw new PipelineError(`cell ${cell + 1}, which this one builds on, failed`);
  }
}

function failureOf(error: unknown): {
  message: string;
  code: number;
  place: { line?: number; column?: number };
} {
  if (error instanceof SqlError) {
    const { message, line, column } = error;
    return {
      message,
      code: 2,
      place: { ...(line !== undefined && { line }), ...(column !== undefined && { column }) },
    };
  }
  const { message, exitCode, diagnostics } = describeFailure(error);
  const [first] = diagnostics;
  return {
    message,
    code: exitCode,
    place: first === undefined ? {} : { line: first.line, column: first.column },
  };
}
