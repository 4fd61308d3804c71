import { Transform } from "node:stream";
import { StringDecoder } from "node:string_decoder";

const formulaStart = /^[=+\-@\t\r\0]/;
const number = /^[+-]?(\d[\d.,' ]*)?\.?\d+(e[+-]?\d+)?%?$/i;

/** Puts an apostrophe before cells that a spreadsheet would run as formulas (OWASP ASVS 1.2.10); numbers stay as they are. */
export function excelSafe(delimiter: string): Transform {
  const decoder = new StringDecoder("utf8");
  let cell = "";
  let quoted = false;
  const scan = (text: string): string => {
    let out = "";
    for (const character of text) {
      if (character === '"') quoted = !quoted;
      if (!quoted && (character === delimiter || character === "\n")) {
        out += safe(cell) + character;
        cell = "";
      } else cell += character;
    }
    return out;
  };
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      done(null, scan(decoder.write(chunk)));
    },
    flush(done) {
      done(null, scan(decoder.end()) + safe(cell));
    },
  });
}

function safe(cell: string): string {
  const inQuotes = cell.startsWith('"');
  const text = inQuotes ? cell.slice(1) : cell;
  const plain = text.replace(/"?\r?$/, "");
  if (!formulaStart.test(plain) || number.test(plain)) return cell;
  return inQuotes ? `"'${text}` : `'${text}`;
}
