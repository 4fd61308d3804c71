/** Text from a data file made safe for a terminal: control characters and escape sequences are shown, not obeyed. */
export function escapeControl(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Bidi_Control}]/gu,
    (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
}

/** Escaped, cut to `most` (default: `width`) with an ellipsis and padded to `width`. */
export function cell(text: string, width: number, most = width): string {
  const safe = [...escapeControl(text)];
  const cut = safe.length > most ? `${safe.slice(0, most - 1).join("")}…` : safe.join("");
  return cut + " ".repeat(Math.max(0, width - [...cut].length));
}
