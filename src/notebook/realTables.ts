/** Tables of real rows every workflow has. */
export const realTables = ["source", "training", "holdout"] as const;

/** Whether a query could read this table: a plain look for its name, true too often rather than never. */
export function mentions(sql: string, name: string): boolean {
  const text = name.replace(/[$()*+.?[\\\]^{|}-]/g, "\\$&");
  return new RegExp(`(?<![\\w])${text}(?![\\w])`, "i").test(sql);
}
