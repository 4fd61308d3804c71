import type { AttackRisk, Privacy } from "../../../protocol/report.ts";
import type { Column, Table } from "../../../table/table.ts";
import { nearestWithoutEach } from "../neighbors/nearestWithoutEach.ts";
import { type RowMatrix, takeMatrixRows } from "../neighbors/rowSpace.ts";
import type { PrivacyData } from "../privacyData.ts";
import { attackRisk } from "./attackRisk.ts";
import { cell } from "./predicates.ts";

/** Targets a secret column. */
const maxAttacks = 1000;
/** Columns tried as the secret: the declared sensitive ones and the target first. */
const maxSecrets = 25;
const numberTolerance = 0.05;

/**
 * Attribute inference after anonymeter: the attacker knows all other columns of a person, takes the nearest synthetic row and
 * reads the secret off it. A category must be equal, a number within 5 % of the truth, a date within 5 % of the column's range.
 */
export async function attributeInference(
  data: PrivacyData,
  progress: (fraction: number) => void,
): Promise<Privacy["attributeInference"]> {
  if (data.empty || data.columns.length < 2) return null;
  const random = data.random.fork("attribute inference");
  const n = Math.min(maxAttacks, data.members.length);
  const memberIds = data.members.slice(0, n);
  const members = takeMatrixRows(data.trainingRows, memberIds);
  const holdout = data.holdoutRows;
  const otherIds = holdout === null ? null : random.permutation(holdout.rows).slice(0, n);
  const others = holdout === null || otherIds === null ? null : takeMatrixRows(holdout, otherIds);

  const columns: ({ column: string } & AttackRisk)[] = [];
  const secrets = secretColumns(data);
  const memberGuesses = await guesses(data, members, secrets, (f) => progress(0.5 * f));
  const otherGuesses =
    others === null ? null : await guesses(data, others, secrets, (f) => progress(0.5 + 0.5 * f));
  for (const [at, name] of secrets.entries()) {
    const c = data.columns.findIndex((column) => column.name === name);
    const hits = (truth: Table, ids: Uint32Array, guesses: Uint32Array) => {
      const tolerance = dateTolerance(data.training.columns[c]!);
      let right = 0;
      for (let i = 0; i < ids.length; i++) {
        const real = cell(truth.columns[c]!, ids[i]!);
        const guess = cell(data.synthetic.columns[c]!, guesses[i]!);
        right += close(truth.columns[c]!, real, guess, tolerance) ? 1 : 0;
      }
      return right;
    };
    const blind = Uint32Array.from({ length: n }, () => random.below(data.synthetic.rows));
    const risk = attackRisk(
      {
        attacks: n,
        successes: hits(data.training, memberIds, memberGuesses[at]!),
        controls: others?.rows ?? null,
        controlSuccesses:
          otherGuesses === null || otherIds === null || data.holdout === null
            ? null
            : hits(data.holdout, otherIds, otherGuesses[at]!),
        guesses: n,
        guessSuccesses: hits(data.training, memberIds, blind),
      },
      {
        that: `guess ${name} from all other columns`,
        remedy: `leave out or coarsen ${name}, or train with fewer epochs`,
      },
    );
    columns.push({ column: name, ...risk });
  }
  progress(1);
  const { column: _, ...worst } = columns.reduce((a, b) =>
    b.interval[0] > a.interval[0] || (b.interval[0] === a.interval[0] && b.risk > a.risk) ? b : a,
  );
  return { worst, columns };
}

/** The nearest synthetic row of each target by all columns but one, for each of the secrets. */
async function guesses(
  { space, syntheticTree, breathe }: PrivacyData,
  targets: RowMatrix,
  secrets: readonly string[],
  progress: (fraction: number) => void,
): Promise<Uint32Array[]> {
  const left = Int32Array.from(secrets, (name) => space.columns.indexOf(name));
  return await nearestWithoutEach(syntheticTree, targets, left, (fraction = 0) => {
    progress(fraction);
    return breathe();
  });
}

function secretColumns(data: PrivacyData): readonly string[] {
  const first = data.target === null ? data.sensitive : [...data.sensitive, data.target];
  return [...new Set([...first, ...data.columns.map((c) => c.name)])].slice(
    0,
    Math.max(maxSecrets, first.length),
  );
}

/** How far a guessed date may lie from the truth, in milliseconds; 0 for other columns. */
export function dateTolerance(column: Column): number {
  if (column.kind !== "datetime") return 0;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const v of column.values) {
    if (v < min) min = v;
    if (v > max) max = v;
  }
  return max > min ? numberTolerance * (max - min) : 0;
}

/** Whether a guess counts as the truth. */
export function close(column: Column, real: number, guess: number, tolerance: number): boolean {
  if (Number.isNaN(real) || Number.isNaN(guess)) return Number.isNaN(real) && Number.isNaN(guess);
  if (column.kind === "string") return real === guess;
  if (column.kind === "datetime") return Math.abs(guess - real) <= tolerance;
  return Math.abs(guess - real) <= numberTolerance * Math.abs(guess);
}
