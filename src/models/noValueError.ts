import { ModelError } from "./synthesizer.ts";

/** A condition that no value a model makes of a column meets. `min` and `max`: what it makes, in the terms of its table. */
export class NoValueError extends ModelError {
  readonly column: string;
  readonly min: number | undefined;
  readonly max: number | undefined;
  constructor(column: string, range?: { readonly min: number; readonly max: number }) {
    super(`no value of column ${column} meets the conditions`);
    this.column = column;
    this.min = range?.min;
    this.max = range?.max;
  }
}
