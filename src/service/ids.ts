import { createHash, randomBytes } from "node:crypto";

const alphabet = "abcdefghijklmnopqrstuvwxyz234567";

/** Every id of the service: 26 letters and digits that mean nothing to a file system. */
export const idPattern = /^[a-z2-7]{26}$/;

/** Makes an id that sorts by the time it was made: 45 bits of milliseconds, 85 random bits. */
export function newId(now = Date.now()): string {
  let time = "";
  for (let rest = now, i = 0; i < 9; i++, rest = Math.floor(rest / 32)) time = alphabet[rest % 32] + time;
  return time + base32(randomBytes(11)).slice(0, 17);
}

/** The id of the job that a tenant asked for under an idempotency key: the same wherever it is computed. */
export function idOfKey(tenant: string, key: string): string {
  return base32(createHash("sha256").update(`${tenant}\n${key}`).digest()).slice(0, 26);
}

function base32(bytes: Uint8Array): string {
  let text = "";
  let bits = 0;
  let value = 0;
  for (const byte of bytes) {
    value = (value << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += alphabet[(value >> bits) & 31];
    }
    value &= (1 << bits) - 1;
  }
  return text;
}
