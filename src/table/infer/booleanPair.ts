const pairs = [
  ["true", "false"],
  ["yes", "no"],
  ["t", "f"],
  ["y", "n"],
  ["on", "off"],
];

/** Two spellings of yes and no: `true`/`false`, `Y`/`N`, … in any case. One of a long pair alone will do (`TRUE`). */
export function isBooleanPair(dictionary: readonly string[]): boolean {
  if (dictionary.length === 0 || dictionary.length > 2) return false;
  const words = dictionary.map((w) => w.toLowerCase());
  if (words.length === 1) return words[0] === "true" || words[0] === "false";
  return pairs.some((pair) => words.includes(pair[0]!) && words.includes(pair[1]!));
}
