/** Rows on the move: their tokens, and the states of their latents. Both change in place. */
export interface Chains {
  readonly rows: number;
  /** Per column. */
  readonly tokens: readonly Int32Array[];
  /** Per latent. */
  readonly states: readonly Int32Array[];
}

/** Rows moved together, whatever the number of threads: a part of what a seed means. */
export const stripRows = 2048;

/** The first row after each strip's start. */
export function stripsOf(rows: number): { readonly from: number; readonly to: number }[] {
  return Array.from({ length: Math.ceil(rows / stripRows) }, (_, s) => ({
    from: s * stripRows,
    to: Math.min(rows, (s + 1) * stripRows),
  }));
}

/** Copies of some rows. */
export function takeChains(
  { tokens, states }: Chains,
  { from, to }: { readonly from: number; readonly to: number },
): Chains {
  const part = (column: Int32Array): Int32Array => column.slice(from, to);
  return { rows: to - from, tokens: tokens.map(part), states: states.map(part) };
}

/** Writes rows back to where they were taken from. */
export function putChains(into: Chains, part: Chains, from: number): void {
  part.tokens.forEach((column, j) => {
    into.tokens[j]!.set(column, from);
  });
  part.states.forEach((column, v) => {
    into.states[v]!.set(column, from);
  });
}
