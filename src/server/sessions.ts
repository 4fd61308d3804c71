import { randomBytes, timingSafeEqual } from "node:crypto";
import { digest, type Principal, scopes } from "../service/access/keyStore.ts";

const sessionHours = 12;
const maxFailures = 10;

interface Session {
  readonly who: Principal;
  readonly expires: number;
}

/** Sign-ins of the dashboard: a random cookie each, kept in memory. With a loopback address a token opens one, once. */
export class Sessions {
  readonly #sessions = new Map<string, Session>();
  readonly #failures = new Map<string, { count: number; since: number }>();
  #token: string | undefined;

  /** Makes the token that the start prints. It works once; asking again makes another. */
  newToken(): string {
    this.#token = randomBytes(24).toString("base64url");
    return this.#token;
  }

  /** Who signs in with the token; undefined when it is wrong or used. */
  redeem(token: string): Principal | undefined {
    if (this.#token === undefined || !timingSafeEqual(digest(token), digest(this.#token))) return undefined;
    this.#token = undefined;
    return { tenant: "local", by: "local", scopes };
  }

  open(who: Principal, now = Date.now()): string {
    for (const [id, { expires }] of this.#sessions) if (expires < now) this.#sessions.delete(id);
    const cookie = randomBytes(32).toString("base64url");
    this.#sessions.set(digest(cookie).toString("hex"), { who, expires: now + sessionHours * 3_600_000 });
    return cookie;
  }

  find(cookie: string, now = Date.now()): Principal | undefined {
    const session = this.#sessions.get(digest(cookie).toString("hex"));
    return session !== undefined && session.expires > now ? session.who : undefined;
  }

  close(cookie: string): void {
    this.#sessions.delete(digest(cookie).toString("hex"));
  }

  /** Counts a wrong key from an address. */
  fail(address: string, now = Date.now()): void {
    const found = this.#failures.get(address);
    if (found === undefined || now - found.since > 60_000) {
      if (this.#failures.size > 10_000) this.#failures.clear();
      this.#failures.set(address, { count: 1, since: now });
    } else found.count++;
  }

  /** Whether an address has sent so many wrong keys that it has to wait. */
  isBlocked(address: string, now = Date.now()): boolean {
    const found = this.#failures.get(address);
    return found !== undefined && now - found.since <= 60_000 && found.count >= maxFailures;
  }
}
