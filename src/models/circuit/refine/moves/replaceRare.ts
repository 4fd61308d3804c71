import type { Random } from "../../../../numerics/random.ts";
import type { Codebook } from "../../tokens/codebook.ts";
import { rareToken } from "../../tokens/rareToken.ts";
import type { TokenColumns } from "../../train/emEngine.ts";
import type { Chains } from "./chains.ts";
import type { MoveTables } from "./moveTables.ts";

/** The tokens to be shown: a rare category gives way to another one of the row's hidden state. */
export function replaceRare(
  books: readonly Codebook[],
  { places, emissions, shape }: MoveTables,
  { tokens, states }: Chains,
  random: Random,
): TokenColumns {
  return books.map((book, j) => {
    const rare = rareToken(book);
    const column = tokens[j]!;
    if (rare < 0 || book.size < 2) return column;
    const { latent, offset } = places[j]!;
    const table = emissions[latent]!;
    return column.map((t, i) => {
      if (t !== rare) return t;
      const state = states[latent]![i]!;
      const weight = (u: number): number => (u === rare ? 0 : table[(offset + u) * shape.states + state]!);
      let total = 0;
      for (let u = 0; u < book.size; u++) total += weight(u);
      let left = random.uniform() * total;
      let last = rare === 0 ? 1 : 0;
      for (let u = 0; u < book.size; u++) {
        if (weight(u) === 0) continue;
        last = u;
        left -= weight(u);
        if (left < 0) break;
      }
      return last;
    });
  });
}
