/** Kinds of ids that can be generated for any row by themselves. */
export const idKinds: ReadonlySet<string> = new Set(["counted", "numbered", "pattern"]);
