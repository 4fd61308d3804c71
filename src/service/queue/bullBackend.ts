import type * as Bull from "bullmq";
import { UserError } from "../../table/userError.ts";

/** The classes of BullMQ over one kind of database, and how to connect to it. */
export interface BullBackend {
  readonly Queue: typeof Bull.Queue;
  readonly Worker: typeof Bull.Worker;
  readonly QueueEvents: typeof Bull.QueueEvents;
  readonly WaitingError: typeof Bull.WaitingError;
  readonly DelayedError: typeof Bull.DelayedError;
  /** For who adds jobs: fails at once while the database is gone. */
  readonly asking: Bull.QueueOptions;
  /** For who takes jobs: waits until the database is back. */
  readonly taking: Bull.QueueOptions;
  /** Database as a person may read it: without user and password. */
  readonly name: string;
}

const connectMs = 2000;
const namespacePattern = /^[a-z][a-z0-9_]{0,30}$/;

/**
 * Loads BullMQ for a `redis://`, `rediss://` or `postgres://` address. `namespace`: several services may share a database.
 * @throws UserError when the address is neither
 */
export async function bullBackend(url: string, namespace: string): Promise<BullBackend> {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    throw new UserError("SYNDATA_QUEUE: expected embedded, redis://HOST:PORT or postgres://HOST/DATABASE");
  }
  if (!namespacePattern.test(namespace))
    throw new UserError(
      `a namespace of the queue has up to 31 lower-case letters, digits and _; ${namespace} is none`,
    );
  const { protocol, host, pathname } = parsed;
  const name = `${protocol}//${host}${pathname}`;
  const bull = await import("bullmq");
  const { WaitingError, DelayedError } = bull;
  if (protocol === "postgres:" || protocol === "postgresql:") {
    const classes = bull.withBackend(bull.createPostgresBackend);
    const connection = {
      connectionString: url,
      schema: namespace,
      migrate: true,
      max: 8,
      connectionTimeoutMillis: connectMs,
    };
    const options = { connection } as unknown as Bull.QueueOptions;
    return {
      ...(classes as unknown as Pick<BullBackend, "Queue" | "Worker" | "QueueEvents">),
      WaitingError,
      DelayedError,
      asking: options,
      taking: options,
      name,
    };
  }
  if (protocol !== "redis:" && protocol !== "rediss:")
    throw new UserError(
      `SYNDATA_QUEUE: ${protocol}// is no queue; expected embedded, redis:// or postgres://`,
    );
  const common = {
    url,
    connectTimeout: connectMs,
    retryStrategy: (times: number) => Math.min(100 * times, 1000),
  };
  const { Queue, Worker, QueueEvents } = bull;
  return {
    Queue,
    Worker,
    QueueEvents,
    WaitingError,
    DelayedError,
    asking: {
      prefix: namespace,
      connection: { ...common, enableOfflineQueue: false, maxRetriesPerRequest: 1 },
    },
    taking: { prefix: namespace, connection: { ...common, maxRetriesPerRequest: null } },
    name,
  };
}

/** @throws UserError when the Redis would throw keys away as its memory fills: jobs would be lost without a sign */
export async function refuseEviction(queue: Bull.Queue, name: string): Promise<void> {
  if (name.startsWith("postgres")) return;
  const client = await queue.backend.client;
  const info = await (client as unknown as { info(section: string): Promise<string> }).info("memory");
  const policy = /^maxmemory_policy:(\S+)/m.exec(info)?.[1];
  if (policy !== undefined && policy !== "noeviction")
    throw new UserError(
      `${name}: its maxmemory-policy is ${policy}, which drops jobs as memory fills; set it to noeviction`,
    );
}
