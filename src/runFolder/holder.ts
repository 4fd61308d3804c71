import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/** Names one process of one machine so that a later process with the same number is not mistaken for it. */
export interface Holder {
  readonly host: string;
  /** Changes at every start of the machine; null where the system does not tell. */
  readonly boot: string | null;
  /** Process numbers mean the same within one namespace only; null where the system does not tell. */
  readonly pidNamespace: string | null;
  readonly pid: number;
  /** Start of the process in clock ticks since the machine started; null where the system does not tell. */
  readonly started: string | null;
}

/** Describes this process. */
export function thisHolder(): Holder {
  return {
    host: hostname(),
    boot: readText("/proc/sys/kernel/random/boot_id"),
    pidNamespace: readLink("/proc/self/ns/pid"),
    pid: process.pid,
    started: startOf("self"),
  };
}

/** Whether the process still runs, by what this machine says of it; `unknown` when it ran elsewhere. */
export function judgeHolder(holder: Holder, own = thisHolder()): "alive" | "dead" | "unknown" {
  const near =
    holder.boot !== null &&
    holder.pidNamespace !== null &&
    holder.boot === own.boot &&
    holder.pidNamespace === own.pidNamespace;
  if (!near) return isSameMachine(holder, own) && !isProcessAlive(holder.pid) ? "dead" : "unknown";
  if (!isProcessAlive(holder.pid)) return "dead";
  const started = procIsOurs() ? startOf(String(holder.pid)) : null;
  if (started === null || holder.started === null) return "unknown";
  return started === holder.started ? "alive" : "dead";
}

/** Systems without /proc: one host name is one machine. */
function isSameMachine(holder: Holder, own: Holder): boolean {
  return holder.boot === null && own.boot === null && holder.host === own.host;
}

/** Whether a process of this number runs on this machine (perhaps another one, if numbers were reused). */
export function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Whether a living process of this number can be one of ours, as far as its command line is known. */
export function mayBeOurs(pid: number): boolean {
  if (pid === process.pid || !isProcessAlive(pid)) return false;
  const command = procIsOurs() ? readText(`/proc/${pid}/cmdline`) : null;
  return command === null || /worker\.cjs|cli\.cjs|syndata/.test(command);
}

/** Whether a process has ended and only waits for its parent to ask how. */
function isZombie(pid: number): boolean {
  const stat = procIsOurs() ? readText(`/proc/${pid}/stat`) : null;
  return stat?.slice(stat.lastIndexOf(")") + 2, stat.lastIndexOf(")") + 3) === "Z";
}

/** A /proc mounted for another namespace numbers processes in its own way. */
function procIsOurs(): boolean {
  return readLink("/proc/self") === String(process.pid);
}

/** Field 22 of `/proc/PID/stat`; the name in field 2 may hold spaces and parentheses. */
function startOf(pid: string): string | null {
  const stat = readText(`/proc/${pid}/stat`);
  return stat?.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    return null;
  }
}

function readLink(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}
