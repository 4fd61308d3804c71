/** A line of the table of `docs/reliability.md`. */
export interface Line {
  readonly what: string;
  readonly n: string;
  readonly held: string;
  readonly faults: number;
  /** What each fault was, for the terminal. */
  readonly details?: readonly string[];
}

/** One part of `npm run audit:reliability`: a file under `sections/`. */
export interface Section {
  readonly name: string;
  /** `scale` 1 is the full audit; less makes it shorter. */
  run(scale: number): Promise<readonly Line[]>;
}
