import { totalmem } from "node:os";
import type { DuckDBConnection } from "@duckdb/node-api";

export type Connection = DuckDBConnection;

export interface OpenDuckDb {
  readonly connection: Connection;
  close(): void;
}

/**
 * A fresh in-memory DuckDB that cannot reach the network (no extension is ever loaded or installed: CSV, JSON and Parquet are
 * built in), touches no file but those given, spills nothing to disk and keeps within bounded memory; no query can change that. The caller closes it.
 */
export async function openDuckDb(files: readonly string[], threads = 2): Promise<OpenDuckDb> {
  const { DuckDBInstance } = await import("@duckdb/node-api");
  const instance = await DuckDBInstance.create(":memory:", {
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    threads: String(threads),
    memory_limit: `${Math.floor(Math.min(4e9, totalmem() / 2) / 1e6)}MB`,
    temp_directory: "",
  });
  const connection = await instance.connect();
  const close = (): void => {
    connection.closeSync();
    instance.closeSync();
  };
  try {
    await connection.run(`SET allowed_paths = [${files.map(literal).join(", ")}]`);
    await connection.run("SET enable_external_access = false");
    await connection.run("SET lock_configuration = true");
  } catch (error) {
    close();
    throw error;
  }
  return { connection, close };
}

/** Runs `work` on such a DuckDB. */
export async function withDuckDb<T>(
  files: readonly string[],
  work: (connection: Connection) => Promise<T>,
  threads = 2,
): Promise<T> {
  const { connection, close } = await openDuckDb(files, threads);
  try {
    return await work(connection);
  } finally {
    close();
  }
}

/** A SQL string. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** The path as a pattern that only it fits: DuckDB reads the paths of its functions as patterns. */
export function exactPath(file: string): string {
  return file.replace(/[*?[]/g, "[$&]");
}

/** A SQL name. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
