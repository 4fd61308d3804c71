import type { ProblemEntry } from "../src/protocol/service.ts";
import { usePreferences } from "./store.ts";

/** An answer that refuses, with what the server said. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;
  readonly code: string;
  readonly errors: readonly ProblemEntry[];

  constructor(
    status: number,
    problem: {
      readonly code?: string;
      readonly title?: string;
      readonly detail?: string;
      readonly errors?: readonly ProblemEntry[];
    },
  ) {
    super(
      [problem.title, problem.detail].filter((part) => part !== undefined).join(": ") || `HTTP ${status}`,
    );
    this.status = status;
    this.code = problem.code ?? "unknown";
    this.errors = problem.errors ?? [];
  }
}

/** Asks the server. @throws ApiError */
export async function ask<T>(path: string, method = "GET", body?: unknown, signal?: AbortSignal): Promise<T> {
  const response = await fetch(path, {
    method,
    ...(signal !== undefined && { signal }),
    credentials: "same-origin",
    ...(body !== undefined && {
      body: JSON.stringify(body),
      headers: { "content-type": "application/json" },
    }),
  });
  if (response.status === 401) usePreferences.getState().setSignedIn(false);
  if (!response.ok) throw new ApiError(response.status, await response.json().catch(() => ({})));
  return (response.status === 204 ? undefined : await response.json()) as T;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

export interface Me {
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
}
