/** What neither the rules nor the columns depend on: a change of it needs no new check of the rules. */
const elsewhere = new Set(["$schema", "model", "output", "detectRules"]);

/** JSON of the parts of a config that say what its rules and columns are. */
export function rulesText(value: unknown): string {
  const entries = Object.entries((value ?? {}) as Readonly<Record<string, unknown>>);
  return JSON.stringify(Object.fromEntries(entries.filter(([key]) => !elsewhere.has(key))));
}
