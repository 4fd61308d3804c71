import { join } from "node:path";
import { appendWhole } from "../store/appendWhole.ts";

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
  readonly #warn: (message: string) => void;
  #writing: Promise<void> = Promise.resolve();
  /** Lines that the disk did not take. */
  #unwritten: string[] = [];

  constructor(root: string, warn: (message: string) => void) {
    this.#path = join(root, "audit.jsonl");
    this.#warn = warn;
  }

  /** Records what a principal did; resolves when the line is written. */
  by({ tenant, by }: Pick<AuditEntry, "tenant" | "by">, action: AuditAction, what: string): Promise<void> {
    return this.write({ tenant, by, action, what });
  }

  /** Resolves when the line is written, or the disk did not take it: then it is kept and written with the next one. */
  write(entry: AuditEntry): Promise<void> {
    const line = `${JSON.stringify({ at: new Date().toISOString(), ...entry })}\n`;
    this.#writing = this.#writing.then(() => this.#append(line));
    return this.#writing;
  }

  async #append(line: string): Promise<void> {
    try {
      await appendWhole(this.#path, [...this.#unwritten, line].join(""));
      this.#unwritten = [];
    } catch (error) {
      if (this.#unwritten.length === 0)
        this.#warn(`audit log: ${(error as NodeJS.ErrnoException).code ?? "cannot be written"}`);
      this.#unwritten.push(line);
    }
  }
}
