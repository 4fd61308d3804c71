/** Breaks lines between words so that none is wider than `width`; a word that is wider stays whole. What follows is indented. */
export function wrapWords(text: string, width: number, indent = "  "): string {
  if (!(width > 20)) return text;
  return text
    .split("\n")
    .map((line) => wrapLine(line, width, indent))
    .join("\n");
}

/** Breaks lines between words for a terminal as wide as it is now; a file keeps them whole. */
export function fitTerminal(text: string, stream: NodeJS.WriteStream, indent = "  "): string {
  return stream.isTTY ? wrapWords(text, stream.columns, indent) : text;
}

function wrapLine(line: string, width: number, indent: string): string {
  if (visibleLength(line) <= width) return line;
  const lines: string[] = [];
  let current = /^\s*/.exec(line)![0];
  let empty = true;
  // several blanks keep what is in columns apart
  for (const [, blanks = "", word = ""] of line.trim().matchAll(/( *)([^ ]+)/g)) {
    const joined = empty ? current + word : current + blanks + word;
    if (!empty && visibleLength(joined) > width) {
      lines.push(current);
      current = indent + word;
    } else current = joined;
    empty = false;
  }
  return [...lines, current].join("\n");
}

/** Characters that take a place: colors take none. */
export function visibleLength(text: string): number {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences of colors begin with one
  return [...text.replace(/\x1b\[[\d;]*m/g, "")].length;
}
