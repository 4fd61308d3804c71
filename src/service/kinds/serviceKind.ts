import type { z } from "zod";
import type { JobName } from "../../jobs/jobTable.ts";
import type { OutputFile } from "../../protocol/service.ts";
import type { Lane } from "../queue/jobQueue.ts";

/** Where a job finds its inputs and puts its results; every path is made by the service. */
export interface KindContext {
  readonly id: string;
  /** The job's own folder; what lies in it is not served. */
  readonly folder: string;
  readonly outputs: string;
  readonly reports: string;
  /** Continue what an earlier attempt has finished. */
  readonly resume: boolean;
  /** Puts an upload into the job's folder under the name its table goes by, and resolves to the path. */
  table(upload: string): Promise<string>;
  /** The same for the table that a job made. */
  tableOf(job: string): Promise<string>;
  model(id: string): Promise<{ readonly path: string; readonly name: string }>;
}

/** What the child process is asked to do. */
export interface ChildJob {
  readonly name: JobName;
  readonly input: unknown;
}

export interface Conclusion {
  readonly outputs: readonly OutputFile[];
  readonly gatesFailed?: readonly string[];
  /** Whether gates were judged at all. */
  readonly judged?: boolean;
  /** A model to keep apart from the job. */
  readonly model?: {
    readonly path: string;
    readonly name: string;
    readonly type: string;
    readonly rows: number | null;
  };
}

/** One kind of job that the service does. To add one: a file beside this one and its row in `kindTable.ts`. */
export interface ServiceKind<Schema extends z.ZodType = z.ZodType> {
  readonly lane: Lane;
  /** The body of `POST /v1/jobs`, with `kind`. */
  readonly input: Schema;
  uploadsOf(input: z.output<Schema>): readonly string[];
  modelsOf(input: z.output<Schema>): readonly string[];
  jobsOf?(input: z.output<Schema>): readonly string[];
  /** How many other workers may help with it, where several share a queue; none when absent. */
  helpers?(input: z.output<Schema>): number;
  /** What a helper's child is asked to do: the job itself needs no help. */
  help?(input: z.output<Schema>, context: KindContext): Promise<ChildJob>;
  /** Refuses what can be known to be wrong before a job begins. @throws ServiceProblem */
  check?(input: z.output<Schema>): void;
  prepare(input: z.output<Schema>, context: KindContext): Promise<ChildJob>;
  /** `result`: of the child; `events`: the last ones of each type. */
  conclude(
    input: z.output<Schema>,
    context: KindContext,
    ended: { readonly result: unknown; readonly last: LastEvents },
  ): Promise<Conclusion>;
}

export type LastEvents = ReadonlyMap<string, Readonly<Record<string, unknown>>>;
