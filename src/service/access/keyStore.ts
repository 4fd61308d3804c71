import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeRecord } from "../store/dataFolder.ts";

/** What a key may do. `admin`: make and remove keys. `models:import`: bring a model file, which holds a graph that is run. */
export const scopes = ["jobs", "models:import", "admin"] as const;
export type Scope = (typeof scopes)[number];

/** An entry of `keys.json`; the key itself is not kept. */
export interface StoredKey {
  readonly id: string;
  readonly name: string;
  readonly tenant: string;
  readonly scopes: readonly Scope[];
  readonly created: string;
  /** HMAC-SHA-256 of the secret under the pepper, hexadecimal. */
  readonly hash: string;
}

export interface Principal {
  readonly tenant: string;
  /** Who did it, for the audit log: the id of a key. */
  readonly by: string;
  readonly scopes: readonly Scope[];
}

const keyPattern = /^sd_([a-z0-9]{8})_([A-Za-z0-9_-]{43})$/;

/** The API keys of a data folder. 256 random bits each, so a fast hash is enough; another process may add keys while the server runs. */
export class KeyStore {
  readonly #path: string;
  readonly #pepper: string;
  #keys: readonly StoredKey[] = [];
  #read = -1;

  constructor(root: string, pepper: string | undefined) {
    this.#path = join(root, "keys.json");
    this.#pepper = pepper ?? ownPepper(root);
  }

  /** All keys, without their hashes. */
  list(): Omit<StoredKey, "hash">[] {
    this.#refresh();
    return this.#keys.map(({ hash: _, ...key }) => key);
  }

  /** Makes a key and resolves to its text, which cannot be shown again. */
  async add(
    name: string,
    tenant: string,
    granted: readonly Scope[],
  ): Promise<{ readonly key: string; readonly stored: Omit<StoredKey, "hash"> }> {
    this.#refresh();
    const id = randomBytes(8).toString("hex").slice(0, 8);
    const secret = randomBytes(32).toString("base64url");
    const stored = { id, name, tenant, scopes: granted, created: new Date().toISOString() };
    await this.#write([...this.#keys, { ...stored, hash: this.#hash(secret) }]);
    return { key: `sd_${id}_${secret}`, stored };
  }

  /** Resolves to false when there is no key of this id. */
  async remove(id: string): Promise<boolean> {
    this.#refresh();
    const rest = this.#keys.filter((key) => key.id !== id);
    if (rest.length === this.#keys.length) return false;
    await this.#write(rest);
    return true;
  }

  /** Who the key belongs to; undefined for one that is not known. Takes the same way for every text. */
  check(text: string): Principal | undefined {
    this.#refresh();
    const [, id = "", secret = ""] = keyPattern.exec(text) ?? [];
    const key = this.#keys.find((stored) => stored.id === id);
    const wanted = Buffer.from(key?.hash ?? this.#hash("nobody"), "hex");
    const same = timingSafeEqual(wanted, Buffer.from(this.#hash(secret), "hex"));
    return same && key !== undefined ? { tenant: key.tenant, by: key.id, scopes: key.scopes } : undefined;
  }

  #hash(secret: string): string {
    return createHmac("sha256", this.#pepper).update(secret).digest("hex");
  }

  async #write(keys: readonly StoredKey[]): Promise<void> {
    await writeRecord(this.#path, keys);
    this.#read = -1;
    this.#refresh();
  }

  #refresh(): void {
    const changed = statSync(this.#path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (changed === this.#read) return;
    this.#read = changed;
    try {
      this.#keys = changed === 0 ? [] : (JSON.parse(readFileSync(this.#path, "utf8")) as StoredKey[]);
    } catch {
      // whoever writes it renames a whole file: one that cannot be read gives nobody access
      this.#keys = [];
    }
  }
}

function ownPepper(root: string): string {
  const path = join(root, "pepper");
  try {
    writeFileSync(path, randomBytes(32).toString("base64url"), { flag: "wx", mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  return readFileSync(path, "utf8");
}

/** For comparing texts of any length. */
export function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
