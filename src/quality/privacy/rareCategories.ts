import { grouped } from "../../language/counts.ts";
import type { Privacy } from "../../protocol/report.ts";
import { HeldCounts, type Holders } from "../../table/protection/holders.ts";
import type { StringColumn } from "../../table/table.ts";
import type { PrivacyData } from "./privacyData.ts";

/** A category seen in fewer training rows than this may point at a person. */
export const rareBelow = 5;
const maxListed = 100;
/** So many categories of a single person each are no accident. */
const manySingletons = 5;

/**
 * Categories seen in 1 … 4 training rows, or in those of 1 … 4 persons where it is known whose the rows are, that turn up in the synthetic table. The values themselves are not told. Those that the
 * holdout has too are no secret of the training rows and do not raise the status.
 */
export function rareCategories(data: PrivacyData): Privacy["rareCategories"] {
  const { training, synthetic, holdout } = data.all;
  const values: { column: string; trainingRows: number; syntheticRows: number }[] = [];
  let rare = 0;
  let telling = 0;
  let single = 0;
  training.columns.forEach((column, c) => {
    const other = synthetic.columns[c]!;
    if (column.kind !== "string" || other.kind !== "string") return;
    const before = heldBy(column, data.holders);
    const after = count(other.codes, column.dictionary.length);
    const control = holdout?.columns[c];
    const outside =
      control?.kind === "string"
        ? count(control.codes, column.dictionary.length)
        : new Uint32Array(before.length);
    for (let code = 0; code < before.length; code++) {
      if (before[code]! === 0 || before[code]! >= rareBelow) continue;
      rare++;
      if (after[code]! === 0) continue;
      values.push({ column: column.name, trainingRows: before[code]!, syntheticRows: after[code]! });
      if (outside[code]! > 0) continue;
      telling++;
      if (before[code]! === 1) single++;
    }
  });
  values.sort((a, b) => a.trainingRows - b.trainingRows || b.syntheticRows - a.syntheticRows);
  const leaked = values.length;
  const status = telling === 0 ? "good" : single >= manySingletons ? "bad" : "watch";
  return {
    leaked,
    values: values.slice(0, maxListed),
    status,
    meaning: explain(rare, leaked, telling, single),
  };
}

/** Rows that have each category, or persons where those are few. */
function heldBy({ codes, dictionary }: StringColumn, holders: Holders | undefined): Float64Array {
  const counts = new HeldCounts(dictionary.length, rareBelow, holders);
  for (let row = 0; row < codes.length; row++) if (codes[row]! >= 0) counts.add(codes[row]!, row);
  return counts.few();
}

function count(codes: Int32Array, size: number): Uint32Array {
  const counts = new Uint32Array(size);
  for (const code of codes) if (code >= 0) counts[code]!++;
  return counts;
}

function explain(rare: number, leaked: number, telling: number, single: number): string {
  if (rare === 0)
    return `Every category appears in at least ${rareBelow} training rows, so none identifies a person.`;
  if (leaked === 0)
    return `None of the ${grouped(rare)} categories seen in fewer than ${rareBelow} training rows appears in the synthetic table.`;
  const seen = `${grouped(leaked)} of ${grouped(rare)} categories seen in fewer than ${rareBelow} training rows appear in the synthetic table`;
  if (telling === 0)
    return `${seen}, but unseen real rows have them too: they identify nobody in the training data.`;
  return `${seen}${
    single > 0 ? `, ${single} of them true of a single training row` : ""
  }: whoever knows such a person learns that they were in the data, so raise the smallest category count in the configuration.`;
}
