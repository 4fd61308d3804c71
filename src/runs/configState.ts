import { existsSync } from "node:fs";
import { stat } from "node:fs/promises";
import { hashConfig } from "../config/hashConfig.ts";
import { applyOverrides } from "../config/overrides.ts";
import { parseConfig } from "../config/parseConfig.ts";
import { resolvePaths } from "../config/paths.ts";
import { heldConfig } from "../config/privacy/withoutFound.ts";
import { isAtWork, isCutOff } from "../runFolder/runState.ts";
import type { PastRun } from "./pastRun.ts";

/** How a config stands towards its runs. */
export type ConfigState =
  | { readonly kind: "invalid"; readonly message: string }
  | { readonly kind: "missingData"; readonly source: string }
  | { readonly kind: "neverRun" }
  /** Some process, perhaps of another window, works on it. */
  | { readonly kind: "running" }
  /** Its newest run can be resumed; `cancelled`: because the person stopped it. */
  | { readonly kind: "interrupted"; readonly cancelled: boolean }
  | { readonly kind: "failed"; readonly message: string }
  | { readonly kind: "staleConfig" }
  | { readonly kind: "staleData" }
  | { readonly kind: "outputGone"; readonly output: string }
  | { readonly kind: "failedGate"; readonly gates: readonly string[] }
  | { readonly kind: "upToDate" };

/**
 * The state of a config by its text and its runs, newest first. The data is looked at only when the file changed on disk
 * after the newest run began; `fingerprint` then gives the SHA-256 of its bytes. Files that `mayLook` forbids count as unchanged.
 */
export async function configState(
  { path, text }: { readonly path: string; readonly text: string },
  runs: readonly PastRun[],
  fingerprint: (path: string) => Promise<string>,
  mayLook: (path: string) => boolean = () => true,
): Promise<ConfigState> {
  const parsed = parseConfig(text, path);
  if (runs.some(({ state }) => isAtWork(state))) return { kind: "running" };
  if (parsed.config === undefined) return { kind: "invalid", message: parsed.diagnostics[0]?.message ?? "" };
  const { source } = resolvePaths(parsed.config, path);
  const file = mayLook(source) ? await stat(source).catch(() => undefined) : null;
  if (file === undefined) return { kind: "missingData", source };
  const [newest] = runs;
  if (newest === undefined) return { kind: "neverRun" };
  const { state } = newest;
  if (isCutOff(state) || state.status === "cancelled")
    return { kind: "interrupted", cancelled: state.status === "cancelled" };
  if (state.status === "failed") return { kind: "failed", message: state.error ?? "" };
  const asRun = applyOverrides(parsed, state.overrides).config;
  const { rows } = state.overrides;
  if (asRun === undefined || hashConfig(heldConfig(asRun, rows).config) !== state.configHash)
    return { kind: "staleConfig" };
  const touched = file !== null && Math.max(file.mtimeMs, file.ctimeMs) > Date.parse(state.started);
  if (touched && (await fingerprint(source)) !== state.dataHash) return { kind: "staleData" };
  if (state.output !== null && !existsSync(state.output)) return { kind: "outputGone", output: state.output };
  if (state.gatesFailed.length > 0) return { kind: "failedGate", gates: state.gatesFailed };
  return { kind: "upToDate" };
}
