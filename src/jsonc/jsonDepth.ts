/** Returns where arrays and objects of a text of JSON nest deeper than `max`; undefined where they never do. Comments and strings do not count. */
export function tooDeepAt(text: string, max: number): number | undefined {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === quote) i = endOfString(text, i);
    else if (code === slash && text[i + 1] === "/") i = indexOr(text, "\n", i);
    else if (code === slash && text[i + 1] === "*") i = indexOr(text, "*/", i + 2) + 1;
    else if (code === openBracket || code === openBrace) {
      if (++depth > max) return i;
    } else if (code === closeBracket || code === closeBrace) depth--;
  }
  return undefined;
}

const quote = 0x22;
const slash = 0x2f;
const backslash = 0x5c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

function endOfString(text: string, start: number): number {
  let i = start + 1;
  while (i < text.length && text.charCodeAt(i) !== quote) i += text.charCodeAt(i) === backslash ? 2 : 1;
  return i;
}

function indexOr(text: string, wanted: string, from: number): number {
  const found = text.indexOf(wanted, from);
  return found < 0 ? text.length : found;
}
