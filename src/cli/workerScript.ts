import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The bundled child process, beside the bundled command line. */
export function workerScript(): string {
  return join(dirname(fileURLToPath(import.meta.url)), "worker.cjs");
}
