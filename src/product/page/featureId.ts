/**
 * Makes an id from a title: lower-case words with hyphens, without accents; a number is added only where the id is taken.
 * An id is made once and stays when the title changes.
 */
export function idFor(title: string, taken: ReadonlySet<string>): string {
  const words = title
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
  const base = (words.slice(0, 6).join("-") || "feature").slice(0, 48).replace(/-+$/, "");
  let id = base;
  for (let i = 2; taken.has(id); i++) id = `${base}-${i}`;
  return id;
}
