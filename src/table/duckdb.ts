import { totalmem } from "node:os";
import type { DuckDBConnection } from "@duckdb/node-api";

export type Connection = DuckDBConnection;

/**
 * Runs `work` on a fresh in-memory DuckDB that cannot reach the network (no extension is ever loaded or installed: CSV, JSON and
 * Parquet are built in), touches no file but those given, spills nothing to disk and keeps within bounded memory.
 */
export async function withDuckDb<T>(
  files: readonly string[],
  work: (connection: Connection) => Promise<T>,
  threads = 2,
): Promise<T> {
  const { DuckDBInstance } = await import("@duckdb/node-api");
  const instance = await DuckDBInstance.create(":memory:", {
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    threads: String(threads),
    memory_limit: `${Math.floor(Math.min(4e9, totalmem() / 2) / 1e6)}MB`,
    temp_directory: "",
  });
  const connection = await instance.connect();
  try {
    await connection.run(`SET allowed_paths = [${files.map(literal).join(", ")}]`);
    await connection.run("SET enable_external_access = false");
    return await work(connection);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** A SQL string. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A SQL name. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
