/** Replace `length` characters at `offset` by `content`. */
export interface TextEdit {
  readonly offset: number;
  readonly length: number;
  readonly content: string;
}

/** The text after edits that do not overlap, in any order. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const { offset, length, content } of [...edits].sort((a, b) => a.offset - b.offset)) {
    parts.push(text.slice(at, offset), content);
    at = offset + length;
  }
  return parts.join("") + text.slice(at);
}

/** One edit over what differs, none when nothing does; never inside a line end or a surrogate pair. */
export function difference(before: string, after: string): TextEdit[] {
  if (before === after) return [];
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start + block <= shorter && blockAt(before, start) === blockAt(after, start)) start += block;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  const most = shorter - start;
  let end = 0;
  while (
    end + block <= most &&
    blockAt(before, before.length - end - block) === blockAt(after, after.length - end - block)
  )
    end += block;
  while (
    end < most &&
    before.charCodeAt(before.length - 1 - end) === after.charCodeAt(after.length - 1 - end)
  )
    end++;
  if (splits(before, start) || splits(after, start)) start--;
  if (splits(before, before.length - end) || splits(after, after.length - end)) end--;
  return [
    { offset: start, length: before.length - end - start, content: after.slice(start, after.length - end) },
  ];
}

/** Characters compared at once. */
const block = 4096;

function blockAt(text: string, offset: number): string {
  return text.slice(offset, offset + block);
}

function splits(text: string, at: number): boolean {
  const pair = text.slice(at - 1, at + 1);
  return at > 0 && (pair === "\r\n" || /^[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(pair));
}
