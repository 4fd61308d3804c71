import { UserError } from "../table/userError.ts";

/** One field of a job's input is wrong. The message begins with the field's name; the command line writes its flag instead. */
export class InputError extends UserError {
  override readonly name = "InputError";
  readonly field: string;
  /** What follows the field's name: `: …`, or ` VALUE: …`. */
  readonly detail: string;

  constructor(field: string, detail: string) {
    super(field + detail);
    this.field = field;
    this.detail = detail;
  }
}
