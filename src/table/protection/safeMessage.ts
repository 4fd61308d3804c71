/** What DuckDB says of a cell, and what may be said of it. `$1` is a type, never a value. */
const known: readonly (readonly [RegExp, string])[] = [
  [
    /could not (?:convert|cast) (?:string|value) .* to (?:type )?([A-Z][A-Z0-9_]*(?:\(\d+(?:,\s?\d+)?\))?)/is,
    "a value cannot be read as $1",
  ],
  [
    /with value .* can't be cast .* destination type ([A-Z][A-Z0-9_]*(?:\(\d+(?:,\s?\d+)?\))?)/is,
    "a value is out of the range of $1",
  ],
  [/(date|time|timestamp)(?:stamp)? field value out of range/i, "a $1 is out of range"],
  [/invalid (date|time|timestamp) (?:field )?format/i, "a value cannot be read as a $1"],
  [/overflow in (\w+)/i, "a result is too large ($1)"],
  [/division by zero/i, "division by zero"],
];
/** Kinds of errors that speak of the query alone. */
const ofTheQuery =
  /^(?:Failed to extract statements: )?(?:Parser|Binder|Catalog|Syntax|Not implemented|Permission|IO|HTTP|Dependency|Transaction) Error/i;

/** Messages that speak of the query alone, whatever their kind: syntax, and settings that are locked. */
const ofTheStatement =
  /^(?:[\w -]+ Error: )?(?:syntax error at |Cannot (?:change|set|reset) .*configuration)/i;

/**
 * The message of a failed query without values of the table: errors of the query alone as they are, errors of values by their
 * kind only.
 */
export function safeMessage(message: string): string {
  if (ofTheQuery.test(message) || ofTheStatement.test(message)) return message;
  const kind = /^([A-Z][\w -]{0,40}) Error:/.exec(message)?.[1];
  const hidden = "the value is not shown, as it may be of a real row";
  for (const [pattern, text] of known) {
    const match = pattern.exec(message);
    if (match !== null)
      return `${kind ?? "Conversion"} Error: ${text.replace("$1", match[1] ?? "")}; ${hidden}`;
  }
  if (kind === undefined)
    return "the query failed; what it says is not shown, as it may hold values of real rows";
  return `${kind} Error: what it says is not shown, as it may hold values of real rows`;
}
