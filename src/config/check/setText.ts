/**
 * `model.pac=5` → `["model.pac", 5]`: the text after `=` as JSON, or as a text where it is no JSON.
 * Names with dots stand in quotes: `columns."unit.price".decimals=2`.
 * @returns undefined when there is no `=` or no key
 */
export function parseSet(text: string): readonly [string, unknown] | undefined {
  const match = /^((?:"(?:[^"\\]|\\.)*"|[^"=])+)=(.*)$/s.exec(text);
  if (match === null || splitPath(match[1]!.trim()) === undefined) return undefined;
  return [match[1]!.trim(), jsonOrText(match[2]!)];
}

/** `columns."unit.price".type` → its three parts; undefined when a part is empty or a quote is not closed. */
export function splitPath(text: string): string[] | undefined {
  const parts: string[] = [];
  const part = /(?:"((?:[^"\\]|\\.)*)"|([^."]+))(\.|$)/y;
  while (part.lastIndex < text.length) {
    const match = part.exec(text);
    if (match === null) return undefined;
    parts.push(match[1] === undefined ? match[2]! : String(jsonOrText(`"${match[1]}"`)));
  }
  return parts.length === 0 || text.endsWith(".") ? undefined : parts;
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
