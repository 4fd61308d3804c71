/** Bytes 0x80 to 0x9F; those that Windows-1252 leaves undefined stand for themselves. */
const upper = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

const bytes = new Map([...upper].map((c, i) => [c, 0x80 + i]));

/** Latin-1 with its printable extras. (`TextDecoder` of some Node versions takes it for plain Latin-1.) */
export function decodeWindows1252(input: Uint8Array): string {
  const text = Buffer.from(input.buffer, input.byteOffset, input.length).toString("latin1");
  return text.replace(/[\u0080-\u009f]/g, (c) => upper[c.charCodeAt(0) - 0x80]!);
}

/** Characters it lacks become `?`. */
export function encodeWindows1252(text: string): Buffer {
  const out = Buffer.allocUnsafe(text.length);
  let o = 0;
  for (const c of text) {
    const code = c.codePointAt(0)!;
    out[o++] = bytes.get(c) ?? (code < 256 ? code : 63);
  }
  return out.subarray(0, o);
}
