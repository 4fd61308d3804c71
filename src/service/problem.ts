import type { ProblemEntry } from "../protocol/service.ts";

/** Every problem the service answers with: its stable code, HTTP status and title (RFC 9457). */
export const problemTable = {
  "bad-request": { status: 400, title: "The request cannot be read" },
  "bad-json": { status: 400, title: "The body is not JSON" },
  "bad-length": { status: 400, title: "The body is not as long as it was said to be" },
  "bad-hash": { status: 400, title: "The bytes received have another SHA-256 than the one sent" },
  "key-in-url": { status: 400, title: "A key or token does not belong in an address" },
  "no-key": { status: 401, title: "A key is needed" },
  "bad-key": { status: 401, title: "This key is not known" },
  "no-scope": { status: 403, title: "This key may not do that" },
  "foreign-origin": { status: 403, title: "Pages of other origins may not do that" },
  "foreign-host": { status: 403, title: "This server does not answer under that host name" },
  "not-found": { status: 404, title: "There is no such thing" },
  "method-not-allowed": { status: 405, title: "This address does not know the method" },
  "too-slow": { status: 408, title: "The body arrives too slowly" },
  "in-use": { status: 409, title: "A job still uses it" },
  "in-work": { status: 409, title: "A request with this Idempotency-Key is still being answered" },
  "wrong-state": { status: 409, title: "The job is not in a state for that" },
  "wrong-offset": { status: 409, title: "The upload continues at another offset" },
  "upload-gone": { status: 410, title: "The upload has expired" },
  "unsupported-version": { status: 412, title: "This version of the tus protocol is not spoken here" },
  "upload-too-large": { status: 413, title: "The body is too large" },
  "quota-exceeded": { status: 413, title: "The quota of stored bytes is used up" },
  "unknown-format": { status: 415, title: "This is no kind of table that can be read" },
  "bad-range": { status: 416, title: "The range lies outside of the file" },
  "bad-input": { status: 422, title: "What was sent has errors" },
  "bad-config": { status: 422, title: "The config has errors" },
  "bad-table": { status: 422, title: "The table cannot be read" },
  "bad-model": { status: 422, title: "The model cannot be read" },
  "key-reused": { status: 422, title: "This Idempotency-Key came with another request before" },
  "limit-exceeded": { status: 422, title: "The request asks for more than is allowed" },
  locked: { status: 423, title: "Another request writes this upload" },
  "too-many-jobs": { status: 429, title: "Too many jobs are waiting" },
  "too-many-requests": { status: 429, title: "Too many requests" },
  internal: { status: 500, title: "Something went wrong in the server" },
  unavailable: { status: 503, title: "The server takes no work at the moment" },
  "timed-out": { status: 504, title: "It took too long" },
  "disk-full": { status: 507, title: "The disk is nearly full" },
} as const;

export type ProblemCode = keyof typeof problemTable;

export interface ProblemDetails {
  readonly errors?: readonly ProblemEntry[];
  /** The bound that was passed. */
  readonly limit?: number;
  readonly retryAfterSeconds?: number;
}

/** A refusal with its reason; the server answers with it as `application/problem+json`. */
export class ServiceProblem extends Error {
  override readonly name = "ServiceProblem";
  readonly code: ProblemCode;
  readonly details: ProblemDetails;

  /** `detail`: one sentence for a person that says what to do; it never holds a value of a table. */
  constructor(code: ProblemCode, detail: string, details: ProblemDetails = {}) {
    super(detail);
    this.code = code;
    this.details = details;
  }

  get status(): number {
    return problemTable[this.code].status;
  }

  get title(): string {
    return problemTable[this.code].title;
  }
}

export function fullDisk(): ServiceProblem {
  return new ServiceProblem(
    "disk-full",
    "the server has no room for more; delete uploads or results, or ask its administrator",
  );
}

/** The message with the fields of a body as the body has them, not as the command line does: `where` for `--where`. */
export function withoutFlag(message: string): string {
  return message.replace(/^--(where|share)(?= )/, "$1");
}
