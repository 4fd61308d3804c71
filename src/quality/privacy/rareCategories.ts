import type { Privacy } from "../../protocol/report.ts";
import type { PrivacyData } from "./privacyData.ts";

/** A category seen in fewer training rows than this may point at a person. */
export const RARE_BELOW = 5;
const LISTED = 100;
/** So many categories of a single person each are no accident. */
const MANY = 5;

/** Categories seen in 1 … 4 training rows that turn up in the synthetic table. The values themselves are not told. */
export function rareCategories(data: PrivacyData): Privacy["rareCategories"] {
  const { training, synthetic } = data.all;
  const values: { column: string; trainingRows: number; syntheticRows: number }[] = [];
  let rare = 0;
  training.columns.forEach((column, c) => {
    const other = synthetic.columns[c]!;
    if (column.kind !== "string" || other.kind !== "string") return;
    const before = count(column.codes, column.dictionary.length);
    const after = count(other.codes, column.dictionary.length);
    for (let code = 0; code < before.length; code++) {
      if (before[code]! === 0 || before[code]! >= RARE_BELOW) continue;
      rare++;
      if (after[code]! > 0)
        values.push({ column: column.name, trainingRows: before[code]!, syntheticRows: after[code]! });
    }
  });
  values.sort((a, b) => a.trainingRows - b.trainingRows || b.syntheticRows - a.syntheticRows);
  const leaked = values.length;
  const single = values.filter((v) => v.trainingRows === 1).length;
  const rowsWith = values.reduce((sum, v) => sum + v.syntheticRows, 0);
  const status = leaked === 0 ? "good" : single >= MANY || rowsWith > 0.01 * synthetic.rows ? "bad" : "watch";
  return { leaked, values: values.slice(0, LISTED), status, meaning: explain(status, rare, leaked, single) };
}

function count(codes: Int32Array, size: number): Uint32Array {
  const counts = new Uint32Array(size);
  for (const code of codes) if (code >= 0) counts[code]!++;
  return counts;
}

function explain(status: string, rare: number, leaked: number, single: number): string {
  if (rare === 0)
    return `Every category appears in at least ${RARE_BELOW} training rows, so none points at a person.`;
  if (status === "good")
    return `None of the ${rare} categories seen in fewer than ${RARE_BELOW} training rows appears in the synthetic table.`;
  return `${leaked} of ${rare} categories seen in fewer than ${RARE_BELOW} training rows appear in the synthetic table${
    single > 0 ? `, ${single} of them true of a single training row` : ""
  }: whoever knows such a person learns that they were in the data, so raise the smallest category count in the configuration.`;
}
