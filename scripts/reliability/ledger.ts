import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { buildHash } from "./buildHash.ts";

const folder = ".audit";

/** Outcomes of an audit's cases, one JSON line each; of one build of `dist/` only. */
export class Ledger {
  readonly #path: string;
  readonly #build: string;

  constructor(name: string) {
    this.#path = join(folder, `${name.replaceAll(" ", "-")}.jsonl`);
    this.#build = buildHash();
    mkdirSync(folder, { recursive: true });
  }

  /** Outcomes by the number of their case. @throws Error when they are of another build */
  read(): Map<number, unknown> {
    const text = existsSync(this.#path) ? readFileSync(this.#path, "utf8") : "";
    const lines = text.split("\n").filter(Boolean).map(parseLine);
    if (lines.some(({ build }) => build !== this.#build))
      throw new Error(`${this.#path} holds outcomes of another build: give --fresh to begin again`);
    return new Map(lines.map(({ index, outcome }) => [index, outcome]));
  }

  add(index: number, outcome: unknown): void {
    appendFileSync(this.#path, `${JSON.stringify({ build: this.#build, index, outcome })}\n`);
  }

  clear(): void {
    rmSync(this.#path, { force: true });
  }
}

function parseLine(line: string): { build: string; index: number; outcome: unknown } {
  return JSON.parse(line) as { build: string; index: number; outcome: unknown };
}
