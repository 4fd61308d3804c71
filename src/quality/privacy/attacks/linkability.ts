import type { Privacy } from "../../../protocol/report.ts";
import { findNearestRows } from "../neighbors/nearestRows.ts";
import { type RowMatrix, takeMatrixRows } from "../neighbors/rowSpace.ts";
import type { PrivacyData } from "../privacyData.ts";
import { attackRisk } from "./attackRisk.ts";

const maxAttacks = 2000;

/**
 * Linkability after anonymeter: the attacker holds two halves of a person's columns from two sources and links them where both
 * halves have the same nearest synthetic row. The halves take turns through the columns, most telling first, so that both know
 * about as much.
 */
export async function linkability(
  data: PrivacyData,
  progress: (fraction: number) => void,
): Promise<Privacy["linkability"]> {
  const d = data.columns.length;
  if (data.empty || d < 2) return null;
  const halves = [0, 1].map((start) =>
    Int32Array.from({ length: Math.ceil((d - start) / 2) }, (_, i) => start + 2 * i),
  );
  const links = async (targets: RowMatrix) => {
    const [a, b] = [
      await findNearestRows(data.syntheticTree, targets, { columns: halves[0] }, data.breathe),
      await findNearestRows(data.syntheticTree, targets, { columns: halves[1] }, data.breathe),
    ];
    let linked = 0;
    for (let i = 0; i < targets.rows; i++) linked += a.index[i] === b.index[i] ? 1 : 0;
    return linked;
  };

  const n = Math.min(maxAttacks, data.memberRows.rows);
  const members = takeMatrixRows(data.memberRows, range(n));
  const holdout = data.holdoutRows;
  const others =
    holdout === null
      ? null
      : takeMatrixRows(holdout, data.random.fork("linkability").permutation(holdout.rows).slice(0, n));
  const successes = await links(members);
  progress(0.5);
  const controlSuccesses = others === null ? null : await links(others);
  progress(1);
  const random = data.random.fork("blind links");
  let guessSuccesses = 0;
  for (let i = 0; i < n; i++) {
    const first = random.below(data.synthetic.rows);
    guessSuccesses += first === random.below(data.synthetic.rows) ? 1 : 0;
  }
  return attackRisk(
    { attacks: n, successes, controls: others?.rows ?? null, controlSuccesses, guesses: n, guessSuccesses },
    {
      that: "join two halves of a person's record through the synthetic table",
      remedy: "train with fewer epochs or on more rows, and share fewer columns",
    },
  );
}

function range(n: number): Uint32Array {
  return Uint32Array.from({ length: n }, (_, i) => i);
}
