/** A line of a table of `docs/reliability.md`. */
export interface Line {
  readonly what: string;
  readonly n: string;
  readonly held: string;
  readonly faults: number;
  /** What each fault was, for the terminal. */
  readonly details?: readonly string[];
}

/**
 * One part of `npm run audit:reliability`: a file under `sections/`. An outcome is plain data: it is kept, so that an audit can be
 * done in portions.
 */
export interface Section<Outcome = unknown> {
  readonly name: string;
  /** Cases of the whole audit. */
  readonly cases: number;
  /** Whether its cases can be done beside each other; left out, one after the other. */
  readonly lanes?: boolean;
  /**
   * Makes what all cases need in an empty folder; `atEnd` takes what closes it again. Case `i` is drawn from its number alone; cases of
   * one lane (0, 1, …) are done one after the other.
   */
  open(
    folder: string,
    atEnd: (close: () => void) => void,
  ): Promise<(index: number, lane: number) => Promise<Outcome>>;
  /** One sentence about an outcome; null when nothing is wrong. */
  fault(outcome: Outcome): string | null;
  lines(outcomes: readonly Outcome[]): readonly Line[];
}
