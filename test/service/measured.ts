/** A long check with its figure. */
export interface Measured {
  readonly what: string;
  readonly figure: string;
  readonly passed: boolean;
}
