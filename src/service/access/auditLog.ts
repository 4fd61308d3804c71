import { appendFile } from "node:fs/promises";
import { join } from "node:path";

/** What the audit log records. */
export type AuditAction =
  | "upload"
  | "run"
  | "cancel"
  | "resume"
  | "download"
  | "probe"
  | "import"
  | "delete"
  | "expire"
  | "key-added"
  | "key-removed"
  | "login";

export interface AuditEntry {
  readonly tenant: string;
  readonly by: string;
  readonly action: AuditAction;
  /** Kind and id of what it was done to, e.g. `upload/abc…`. Never a value and never a name that a person chose. */
  readonly what: string;
}

/** `audit.jsonl`: who did what and when, a line each. It only grows; whoever runs the server rotates it. */
export class AuditLog {
  readonly #path: string;
  #writing: Promise<void> = Promise.resolve();

  constructor(root: string) {
    this.#path = join(root, "audit.jsonl");
  }

  /** Records what a principal did; resolves when the line is written. */
  by({ tenant, by }: Pick<AuditEntry, "tenant" | "by">, action: AuditAction, what: string): Promise<void> {
    return this.write({ tenant, by, action, what });
  }

  /** Resolves when the line is written. */
  write(entry: AuditEntry): Promise<void> {
    const line = `${JSON.stringify({ at: new Date().toISOString(), ...entry })}\n`;
    this.#writing = this.#writing.then(() => appendFile(this.#path, line)).catch(() => undefined);
    return this.#writing;
  }
}
