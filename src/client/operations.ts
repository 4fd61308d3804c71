/** Made by scripts/writeClient.ts from the server's OpenAPI document. */

export type Finding = {
  readonly pointer: string;
  readonly code: string;
  readonly message: string;
  readonly severity?: "error" | "warning" | "info";
  readonly line?: number;
  readonly column?: number;
  readonly fix?: string;
};

export type Output = {
  readonly name: string;
  readonly file: string;
  readonly type: string;
  readonly bytes: number;
  readonly sha256: string;
};

export type Job = {
  readonly id: string;
  readonly kind: "run" | "sample" | "report" | "compare" | "impute" | "score";
  readonly name: string;
  readonly state: "queued" | "running" | "cancelling" | "succeeded" | "failed" | "cancelled";
  readonly stage: string | null;
  readonly fraction: number | null;
  readonly label: string | null;
  readonly etaMs: number | null;
  readonly attempt: number;
  readonly position: number | null;
  readonly created: string;
  readonly started: string | null;
  readonly ended: string | null;
  readonly upload: string | null;
  readonly model: string | null;
  readonly rows: number | null;
  readonly gates: "passed" | "failed" | null;
  readonly gatesFailed: readonly string[];
  readonly reason: {
    readonly code: "bad-input" | "error" | "crash" | "oom" | "timeout" | "lost" | "disk-full";
    readonly message: string;
    readonly errors: readonly Finding[];
  } | null;
  readonly outputs: readonly Output[];
  readonly resumable: boolean;
};

export type Upload = {
  readonly id: string;
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly created: string;
  readonly expires: string | null;
  readonly inUse: boolean;
};

export type Model = {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly rows: number | null;
  readonly bytes: number;
  readonly created: string;
  readonly job: string | null;
  readonly upload: string | null;
};

/** What each address takes and answers. */
export interface Operations {
  /** List tables */
  "GET /v1/uploads": {
    query: { limit?: number; cursor?: string };
    answer: { readonly items: readonly Upload[]; readonly next: string | null };
  };
  /** Send a table */
  "POST /v1/uploads": { answer: Upload };
  /** Show a table */
  "GET /v1/uploads/{id}": { path: { id: string }; answer: Upload };
  /** Delete a table */
  "DELETE /v1/uploads/{id}": {
    path: { id: string };
    query: { everything?: "true" | "false" };
    answer: { readonly jobs: number; readonly models: number };
  };
  /** Infer the type of each column of a table */
  "GET /v1/uploads/{id}/profile": { path: { id: string }; answer: Readonly<Record<string, unknown>> };
  /** Infer a config from a table */
  "POST /v1/uploads/{id}/config": { path: { id: string }; answer: { readonly config: string } };
  /** Find rules between the columns of a table */
  "POST /v1/uploads/{id}/rules": {
    path: { id: string };
    body: { readonly config?: string };
    answer: {
      readonly found: readonly {
        readonly text: string;
        readonly json: string;
        readonly evidence: string;
        readonly exact: boolean;
        readonly rows: number;
        readonly broken: number;
        readonly held: number;
        readonly heldBroken: number;
        readonly byChance: number;
      }[];
    };
  };
  /** Count the rows that break the rules of a config */
  "POST /v1/uploads/{id}/rules/check": {
    path: { id: string };
    body: { readonly config: string };
    answer: {
      readonly checks: readonly ({
        readonly applies: number;
        readonly broken: number;
        readonly rows: readonly number[];
        readonly onlyAside: boolean;
      } | null)[];
    };
  };
  /** Check a config */
  "POST /v1/configs/validate": {
    body: { readonly config: string | Readonly<Record<string, unknown>>; readonly upload?: string };
    answer: { readonly valid: boolean; readonly findings: readonly Finding[] };
  };
  /** Show and change a config in the form of the dashboard */
  "POST /v1/uploads/{id}/editor": {
    path: { id: string };
    body: {
      readonly text: string;
      readonly version: number;
      readonly lang?: "en" | "de";
      readonly changes?: readonly { readonly path: readonly (string | number)[]; readonly value?: unknown }[];
      readonly fix?: number;
    };
    answer: {
      readonly text: string;
      readonly document: unknown;
      readonly source: unknown;
      readonly catalog: unknown;
    };
  };
  /** Submit a job */
  "POST /v1/jobs": {
    body:
      | {
          readonly kind: "run";
          readonly upload: string;
          readonly config?: string | Readonly<Record<string, unknown>>;
          readonly rows?: number;
          readonly seed?: number;
          readonly epochs?: number;
          readonly format?: "csv" | "tsv" | "parquet" | "ndjson" | "json";
          readonly lang?: "en" | "de";
        }
      | {
          readonly kind: "sample";
          readonly model: string;
          readonly rows: number;
          readonly seed?: number;
          readonly where?: readonly string[];
          readonly format?: "csv" | "tsv" | "parquet" | "ndjson" | "json";
          readonly parts?: boolean;
          readonly shardRows?: number;
        }
      | {
          readonly kind: "report";
          readonly upload: string;
          readonly synthetic: string;
          readonly holdout?: string;
          readonly config?: string | Readonly<Record<string, unknown>>;
          readonly target?: string;
          readonly lang?: "en" | "de";
        }
      | {
          readonly kind: "compare";
          readonly upload: string;
          readonly models: readonly (
            | "circuit"
            | "ctgan"
            | "tvae"
            | "copulaGan"
            | "gaussianCopula"
            | "argn"
            | "independent"
            | "auto"
          )[];
          readonly seeds?: number;
          readonly config?: string | Readonly<Record<string, unknown>>;
          readonly lang?: "en" | "de";
        }
      | { readonly kind: "impute"; readonly model: string; readonly upload: string; readonly seed?: number }
      | { readonly kind: "score"; readonly model: string; readonly upload: string; readonly top?: number };
    answer: Job;
  };
  /** List jobs, newest first */
  "GET /v1/jobs": {
    query: {
      limit?: number;
      cursor?: string;
      state?: "queued" | "running" | "cancelling" | "succeeded" | "failed" | "cancelled";
      kind?: "run" | "sample" | "report" | "compare" | "impute" | "score";
    };
    answer: { readonly items: readonly Job[]; readonly next: string | null };
  };
  /** Show a job */
  "GET /v1/jobs/{id}": { path: { id: string }; answer: Job };
  /** Delete a job and its results */
  "DELETE /v1/jobs/{id}": { path: { id: string }; answer: unknown };
  /** Show the request of a job */
  "GET /v1/jobs/{id}/request": { path: { id: string }; answer: Readonly<Record<string, unknown>> };
  /** Watch a job */
  "GET /v1/jobs/{id}/events": {
    path: { id: string };
    query: { after?: number; limit?: number };
    answer: unknown;
  };
  /** Stop a job */
  "POST /v1/jobs/{id}/cancel": { path: { id: string }; answer: Job };
  /** Continue a job that failed or was cancelled */
  "POST /v1/jobs/{id}/resume": { path: { id: string }; answer: Job };
  /** List the files a job made */
  "GET /v1/jobs/{id}/outputs": { path: { id: string }; answer: { readonly items: readonly Output[] } };
  /** Download a file a job made */
  "GET /v1/jobs/{id}/outputs/{name}": {
    path: { id: string; name: string };
    query: { excelSafe?: "true" | "false"; inline?: "true" | "false" };
    answer: unknown;
  };
  /** List models, newest first */
  "GET /v1/models": {
    query: { limit?: number; cursor?: string };
    answer: { readonly items: readonly Model[]; readonly next: string | null };
  };
  /** Show a model */
  "GET /v1/models/{id}": { path: { id: string }; answer: Model };
  /** Delete a model */
  "DELETE /v1/models/{id}": { path: { id: string }; answer: unknown };
  /** Download a model */
  "GET /v1/models/{id}/file": { path: { id: string }; answer: unknown };
  /** Sample a few rows of a model at once */
  "POST /v1/models/{id}/probe": {
    path: { id: string };
    body: { readonly rows?: number; readonly seed?: number; readonly where?: readonly string[] };
    answer: { readonly rows: readonly Readonly<Record<string, unknown>>[] };
  };
  /** List keys */
  "GET /v1/keys": {
    answer: {
      readonly items: readonly {
        readonly id: string;
        readonly name: string;
        readonly tenant: string;
        readonly scopes: readonly string[];
        readonly created: string;
      }[];
    };
  };
  /** Create a key */
  "POST /v1/keys": {
    body: { readonly name: string; readonly scopes?: readonly ("jobs" | "models:import" | "admin")[] };
    answer: {
      readonly id: string;
      readonly name: string;
      readonly tenant: string;
      readonly scopes: readonly string[];
      readonly created: string;
      readonly key: string;
    };
  };
  /** Remove a key */
  "DELETE /v1/keys/{id}": { path: { id: string }; answer: unknown };
  /** Show the board of the server's product file as a page */
  "GET /v1/product": { query: { theme?: "light" | "dark" }; answer: unknown };
  /** Sign in to the dashboard */
  "POST /v1/session": {
    body: { readonly key?: string; readonly token?: string };
    answer: { readonly tenant: string };
  };
  /** Sign out */
  "DELETE /v1/session": { answer: unknown };
  /** Report that the server is alive */
  "GET /healthz": { answer: { readonly status: "ok"; readonly version: string } };
  /** Report that the server is ready for work */
  "GET /readyz": { answer: { readonly status: "ready" } };
  /** Metrics for Prometheus */
  "GET /metrics": { answer: unknown };
  /** Show waiting and running jobs */
  "GET /v1/queue": {
    answer: {
      readonly train: { readonly waiting: number; readonly running: number };
      readonly light: { readonly waiting: number; readonly running: number };
      readonly concurrency: number;
      readonly oldestWaiting: string | null;
      readonly workers: readonly {
        readonly pid: number;
        readonly host: string;
        readonly job: string | null;
        readonly beat: string;
      }[];
    };
  };
  /** Show the caller, its usage and its limits */
  "GET /v1/me": {
    answer: {
      readonly tenant: string;
      readonly scopes: readonly string[];
      readonly bytes: number;
      readonly quota: number;
      readonly queued: number;
      readonly maxQueued: number;
      readonly running: number;
      readonly maxRunning: number;
      readonly maxUpload: number;
      readonly maxRows: number;
      readonly retainUploadsDays: number;
      readonly retainOutputsDays: number;
      readonly product: boolean;
      readonly version: string;
    };
  };
  /** Begin a resumable upload (tus 1.0) */
  "POST /v1/uploads/tus": { answer: unknown };
  /** Send the next bytes of a resumable upload */
  "PATCH /v1/uploads/tus/{id}": { path: { id: string }; answer: unknown };
  /** Cancel a resumable upload */
  "DELETE /v1/uploads/tus/{id}": { path: { id: string }; answer: unknown };
  /** Import a model file */
  "POST /v1/models/import": { answer: Model };
}
