import type { Pilot } from "./pilot.ts";

/** Pseudo-rows of each state's own normal: by how much they are tried stronger and weaker. */
const factor = 5;
/** Nats per row below which a difference counts as none: then the stronger one, which remembers less of the rows, is taken. */
const asGood = 0.01;

/**
 * Chooses how far the bins of a number follow each state's own normal, by held-out likelihood after a short training: five times the
 * pseudo-rows that the size was chosen with where that is as good, a fifth of them where that is better, as where states have gaps
 * and peaks that no normal has.
 *
 * @param start the states chosen, the pseudo-rows they were chosen with, and their validation
 */
export async function chooseNormal(
  pilot: Pilot,
  {
    states,
    normal,
    validation,
  }: { readonly states: number; readonly normal: number; readonly validation: number },
): Promise<number> {
  const strong = factor * normal;
  if ((await pilot.validationOf({ states, normal: strong })) >= validation - asGood) return strong;
  const weak = normal / factor;
  return (await pilot.validationOf({ states, normal: weak })) > validation + asGood ? weak : normal;
}
