import { type Transform, Writable } from "node:stream";
import { createGunzip } from "node:zlib";
import { grouped } from "../../language/counts.ts";
import { ServiceProblem } from "../problem.ts";

export interface GuardLimits {
  readonly maxUnpacked: number;
  readonly maxColumns: number;
}

/** Bytes of one line of a text table at most; longer ones are no table and would fill the memory of who reads them. */
const maxLineBytes = 10_000_000;
/** How many times its size a packed file may unpack to. */
const maxRatio = 200;

/** Looks at the bytes of a text table as they pass: how many, how long the lines, how many columns the first one has. */
export class TextGuard {
  readonly #limits: GuardLimits;
  readonly #lines: boolean;
  #bytes = 0;
  #line = 0;
  #separators: Record<number, number> | undefined = {};

  constructor(limits: GuardLimits, lines: boolean) {
    this.#limits = limits;
    this.#lines = lines;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** @throws ServiceProblem */
  see(chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.#bytes > this.#limits.maxUnpacked)
      throw new ServiceProblem(
        "upload-too-large",
        `unpacked, it has more than ${grouped(this.#limits.maxUnpacked)} bytes`,
        {
          limit: this.#limits.maxUnpacked,
        },
      );
    if (!this.#lines) return;
    let from = 0;
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
      this.#seeLine(chunk.subarray(from, at));
      this.#separators = undefined;
      this.#line = 0;
      from = at + 1;
    }
    this.#seeLine(chunk.subarray(from));
  }

  #seeLine(part: Buffer): void {
    this.#line += part.length;
    if (this.#line > maxLineBytes)
      throw new ServiceProblem(
        "bad-table",
        `one of its lines is longer than ${grouped(maxLineBytes)} bytes; this is no table of lines`,
        {
          limit: maxLineBytes,
        },
      );
    const found = this.#separators;
    if (found === undefined) return;
    for (const byte of part)
      if (byte === 44 || byte === 59 || byte === 9 || byte === 124) found[byte] = (found[byte] ?? 0) + 1;
    if (Math.max(0, ...Object.values(found)) >= this.#limits.maxColumns)
      throw new ServiceProblem(
        "bad-table",
        `its first line has more than ${grouped(this.#limits.maxColumns)} columns`,
        {
          limit: this.#limits.maxColumns,
        },
      );
  }
}

/** Unpacks gzip only to look at it, and stops at what no honest table does. */
export function gzipGuard(
  limits: GuardLimits,
  lines: boolean,
): { readonly unpack: Transform; readonly sink: Writable } {
  const guard = new TextGuard(limits, lines);
  const unpack = createGunzip();
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      try {
        guard.see(chunk);
        const packed = unpack.bytesWritten;
        if (guard.bytes > 10_000_000 && guard.bytes > packed * maxRatio)
          throw new ServiceProblem(
            "bad-table",
            `it unpacks to more than ${maxRatio} times its size; unpack it and send the plain file`,
            {
              limit: maxRatio,
            },
          );
        done();
      } catch (error) {
        done(error as Error);
      }
    },
  });
  return { unpack, sink };
}
