import { readdir, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { parseConfig } from "../config/parseConfig.ts";
import { resolvePaths } from "../config/paths.ts";
import { fileFingerprint } from "../table/fingerprint.ts";
import { readPlainText } from "../table/readPlainText.ts";
import { runsOf } from "./pastRun.ts";

/**
 * The config whose output a table is, by its path or by the bytes of a run's output; null for any other table.
 * @param table absolute path
 * @param configs absolute paths of configs to ask, besides those in the table's own folder
 */
export async function syntheticSource(table: string, configs: readonly string[]): Promise<string | null> {
  const near = await readdir(dirname(table)).catch(() => []);
  const beside = near
    .filter((name) => /\.synth\.json$/i.test(name))
    .map((name) => join(dirname(table), name));
  const size = await sizeOf(table);
  let fingerprint: string | undefined;
  for (const config of new Set([...configs, ...beside])) {
    const outputs = new Set([
      await outputOf(config),
      ...(await runsOf(config)).map(({ state }) => state.output),
    ]);
    for (const output of outputs) {
      if (output === null || output === undefined) continue;
      if (resolve(output) === table) return config;
      if (size === null || (await sizeOf(output)) !== size) continue;
      fingerprint ??= await fileFingerprint(table);
      if ((await fileFingerprint(output)) === fingerprint) return config;
    }
  }
  return null;
}

async function outputOf(config: string): Promise<string | null> {
  const text = await readPlainText(config).catch(() => null);
  const parsed = text === null ? undefined : parseConfig(text, config).config;
  return parsed === undefined ? null : resolvePaths(parsed, config).output;
}

async function sizeOf(path: string): Promise<number | null> {
  return (await stat(path).catch(() => null))?.size ?? null;
}
