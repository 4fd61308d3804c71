import { scryptSync } from "node:crypto";
import { columnConfig, type SynthConfig } from "../../config/schema.ts";
import { readKey } from "./readKey.ts";

/**
 * What tells whether the keys of a config's pseudonyms are the same as before: 16 bytes in hexadecimal digits, made by scrypt
 * (RFC 7914) from the keys and a salt, which is slow on purpose so that a key cannot be guessed from it. Null where no column has a
 * key, or one cannot be read, which is reported elsewhere.
 */
export function keyMark(config: SynthConfig, folder: string, salt: string): string | null {
  const names = Object.keys(config.columns);
  const places = new Set(names.flatMap((name) => columnConfig(config, name)?.key ?? []));
  if (places.size === 0) return null;
  const parts: Buffer[] = [];
  for (const place of [...places].sort()) {
    const key = readKey(place, folder);
    if (typeof key === "string") return null;
    parts.push(Buffer.from(`${place.length}:${place}:${key.length}:`), key);
  }
  return scryptSync(Buffer.concat(parts), salt, 16).toString("hex");
}
