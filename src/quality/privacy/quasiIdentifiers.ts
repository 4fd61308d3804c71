import type { Table } from "../../table/table.ts";
import type { QualityColumn } from "../input.ts";

const maxQuasiIdentifiers = 4;

/** Facts that outsiders commonly know of a person, the best known first; one column each. */
const columnFamilies: readonly RegExp[] = [
  /(^|[^a-z])(age|birth|dob|born|geburt)/i,
  /(^|[^a-z])(sex|gender|geschlecht)/i,
  /zip|post.?code|postal|(^|[^a-z])plz/i,
  /city|town|municipal|county|district|borough|(^|[^a-z])(state|region|country)|native|nation|location|island|address/i,
  /race|ethnic/i,
  /marital|marriage|civil.?status/i,
  /occupation|profession|(^|[^a-z])job/i,
  /education|degree/i,
];

/** At most four columns that look like quasi-identifiers by name and hold more than one value; a stated guess. */
export function guessQuasiIdentifiers(columns: readonly QualityColumn[], training: Table): readonly string[] {
  const usable = columns.filter((_, c) => {
    const column = training.columns[c]!;
    const values: ArrayLike<number> = column.kind === "string" ? column.codes : column.values;
    for (let i = 1; i < values.length; i++) if (values[i] !== values[0]) return true;
    return false;
  });
  const picked: string[] = [];
  for (const family of columnFamilies) {
    const match = usable.find((c) => family.test(c.name) && !picked.includes(c.name));
    if (match !== undefined && picked.length < maxQuasiIdentifiers) picked.push(match.name);
  }
  return picked;
}
