import { mix } from "./permutation.ts";

/**
 * A pattern for made-up values: a small regular-expression dialect whose language is finite and can be counted.
 *
 * Literals; `\d \w` and escaped characters; classes `[A-Z0-9_-]`; `.` (letters and digits); groups `(a|b)`;
 * repeats `{n} {m,n} ? + *` where `+` and `*` stop at 8.
 */
export interface Pattern {
  /** Number of strings; exact up to 2^53, Infinity beyond. Without `distinct`, one that can be made in two ways counts twice. */
  readonly size: number;
  /** String of a rank, 0 ≤ rank < min(size, 2^48); the parts beyond 2^48 are chosen by `high` (any uint32). */
  at(rank: number, high?: number): string;
  /** Rank of a string: exact for patterns of fixed length below 2^48, else undefined; undefined too when it does not match. */
  rank(text: string): number | undefined;
}

const limit = 2 ** 48;
const openRepeat = 8;

type Node =
  | { readonly kind: "set"; readonly chars: readonly string[] }
  | { readonly kind: "sequence"; readonly parts: readonly Node[] }
  | { readonly kind: "choice"; readonly options: readonly Node[] };

/**
 * `distinct`: every rank makes a different string; where the pattern allows several lengths, only the one with the
 * most strings is used.
 * @throws RangeError naming the place where the pattern cannot be read
 */
export function parsePattern(source: string, options: { readonly distinct: boolean }): Pattern {
  return patternOf(partsOf(source, options.distinct));
}

/**
 * A pattern in two: the first `length` characters, and the pattern of what follows them, each rank of which makes a different string.
 * Undefined where the pattern has not that many single characters at its start.
 */
export function splitPattern(
  source: string,
  length: number,
): { readonly accepts: (head: string) => boolean; readonly tail: Pattern } | undefined {
  const parts = partsOf(source, true);
  const head = parts.slice(0, length).flatMap((part) => (part.kind === "set" ? [part.chars] : []));
  if (head.length < length || parts.length === length) return undefined;
  return {
    accepts: (text) => text.length === length && head.every((chars, k) => chars.includes(text[k]!)),
    tail: patternOf(parts.slice(length)),
  };
}

function partsOf(source: string, distinct: boolean): Node[] {
  const root = new Parser(source).parse();
  return flatten(distinct ? narrow(root) : root);
}

function patternOf(parts: readonly Node[]): Pattern {
  const sizes = parts.map(size);
  const total = sizes.reduce((a, b) => a * b, 1);
  const fixed = parts.every((p) => p.kind === "set");
  let split = parts.length;
  let low = 1;
  while (split > 0 && low * sizes[split - 1]! <= limit) low *= sizes[--split]!;
  return {
    size: total > Number.MAX_SAFE_INTEGER ? Number.POSITIVE_INFINITY : total,
    at(rank, high = 0) {
      const pieces = new Array<string>(parts.length);
      let rest = rank;
      for (let i = parts.length - 1; i >= split; i--) {
        const n = sizes[i]!;
        const q = Math.floor(rest / n);
        pieces[i] = stringAt(parts[i]!, rest - q * n);
        rest = q;
      }
      let hash = high >>> 0;
      for (let i = split - 1; i >= 0; i--) {
        hash = mix(hash + i);
        pieces[i] = stringAt(parts[i]!, Math.floor((hash / 4294967296) * Math.min(sizes[i]!, limit)));
      }
      return pieces.join("");
    },
    rank(text) {
      const chars = [...text];
      if (!fixed || split > 0 || chars.length !== parts.length) return undefined;
      let rank = 0;
      for (let i = 0; i < chars.length; i++) {
        const at = (parts[i] as { chars: readonly string[] }).chars.indexOf(chars[i]!);
        if (at < 0) return undefined;
        rank = rank * sizes[i]! + at;
      }
      return rank;
    },
  };
}

/**
 * The largest part of a node's language in which every rank makes a different string: strings of one length,
 * so that joining parts stays unambiguous.
 */
function narrow(node: Node): Node {
  if (node.kind === "set") return node;
  if (node.kind === "sequence") return { kind: "sequence", parts: node.parts.map(narrow) };
  const byLength = new Map<number, Node[]>();
  for (const option of node.options.map(narrow)) {
    const n = stringAt(option, 0).length;
    byLength.set(n, [...(byLength.get(n) ?? []), option]);
  }
  const candidates = [...byLength.values()].map((options): Node => {
    const all: Node = options.length === 1 ? options[0]! : { kind: "choice", options };
    if (options.length === 1) return all;
    const n = size(all);
    const distinct = n <= 1000 && new Set(Array.from({ length: n }, (_, i) => stringAt(all, i))).size === n;
    return distinct ? all : largest(options);
  });
  return largest(candidates);
}

function largest(nodes: readonly Node[]): Node {
  return nodes.reduce((a, b) => (size(b) > size(a) ? b : a));
}

function flatten(node: Node): Node[] {
  return node.kind === "sequence" ? node.parts.flatMap(flatten) : [node];
}

function size(node: Node): number {
  if (node.kind === "set") return node.chars.length;
  if (node.kind === "sequence") return node.parts.reduce((a, p) => a * size(p), 1);
  return node.options.reduce((a, o) => a + size(o), 0);
}

function stringAt(node: Node, rank: number): string {
  if (node.kind === "set") return node.chars[rank]!;
  if (node.kind === "choice") {
    let rest = rank;
    for (const option of node.options) {
      const n = size(option);
      if (rest < n) return stringAt(option, rest);
      rest -= n;
    }
    return "";
  }
  let rest = rank;
  let text = "";
  for (let i = node.parts.length - 1; i >= 0; i--) {
    const n = size(node.parts[i]!);
    const q = Math.floor(rest / n);
    text = stringAt(node.parts[i]!, rest - q * n) + text;
    rest = q;
  }
  return text;
}

const digits = range("0", "9");
const letters = [...range("A", "Z"), ...range("a", "z")];
const word = [...digits, ...letters, "_"];

function range(from: string, to: string): string[] {
  const a = from.codePointAt(0)!;
  const b = to.codePointAt(0)!;
  return Array.from({ length: Math.max(0, b - a + 1) }, (_, i) => String.fromCodePoint(a + i));
}

class Parser {
  readonly #chars: string[];
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
    this.#chars = [...source];
    if (this.#chars[0] === "^") this.#at = 1;
    if (this.#chars.at(-1) === "$" && this.#chars.at(-2) !== "\\") this.#chars.pop();
  }

  parse(): Node {
    const node = this.#choice();
    if (this.#at < this.#chars.length) this.#fail(`unexpected ${this.#chars[this.#at]}`);
    return node;
  }

  #choice(): Node {
    const options = [this.#sequence()];
    while (this.#chars[this.#at] === "|") {
      this.#at++;
      options.push(this.#sequence());
    }
    return options.length === 1 ? options[0]! : { kind: "choice", options };
  }

  #sequence(): Node {
    const parts: Node[] = [];
    while (this.#at < this.#chars.length && !"|)".includes(this.#chars[this.#at]!)) parts.push(this.#item());
    return { kind: "sequence", parts };
  }

  #item(): Node {
    const atom = this.#atom();
    const [min, max] = this.#repeat();
    if (min === max) return min === 1 ? atom : repeated(atom, min);
    return {
      kind: "choice",
      options: Array.from({ length: max - min + 1 }, (_, i) => repeated(atom, min + i)),
    };
  }

  #repeat(): [number, number] {
    const c = this.#chars[this.#at];
    if (c === "?" || c === "+" || c === "*") {
      this.#at++;
      return [c === "+" ? 1 : 0, c === "?" ? 1 : openRepeat];
    }
    if (c !== "{") return [1, 1];
    const end = this.#chars.indexOf("}", this.#at);
    const match = /^(\d+)(?:(,)(\d*))?$/.exec(end < 0 ? "" : this.#chars.slice(this.#at + 1, end).join(""));
    if (match === null) this.#fail("expected {n} or {m,n}");
    this.#at = end + 1;
    const min = Number(match[1]);
    const max = match[2] === undefined ? min : match[3] === "" ? Math.max(min, openRepeat) : Number(match[3]);
    if (max < min || max > 256) this.#fail(`repeat ${min},${max} is not between 0 and 256`);
    return [min, max];
  }

  #atom(): Node {
    const c = this.#chars[this.#at++]!;
    if (c === "(") {
      if (this.#chars[this.#at] === "?" && this.#chars[this.#at + 1] === ":") this.#at += 2;
      const inner = this.#choice();
      if (this.#chars[this.#at++] !== ")") this.#fail("missing )");
      return inner;
    }
    if (c === "[") return { kind: "set", chars: this.#class() };
    if (c === "\\") return { kind: "set", chars: this.#escape() };
    if (c === ".") return { kind: "set", chars: [...letters, ...digits] };
    if ("?*+{".includes(c)) this.#fail(`nothing to repeat before ${c}`);
    return { kind: "set", chars: [c] };
  }

  #escape(): string[] {
    const c = this.#chars[this.#at++];
    if (c === undefined) this.#fail("nothing after \\");
    if (c === "d") return digits;
    if (c === "w") return word;
    if (c === "s") return [" "];
    if (c === "t") return ["\t"];
    if (/[a-zA-Z0-9]/.test(c)) this.#fail(`\\${c} is not supported (\\d and \\w are)`);
    return [c];
  }

  #class(): string[] {
    const chars: string[] = [];
    if (this.#chars[this.#at] === "^") this.#fail("negated classes are not supported");
    while (this.#chars[this.#at] !== "]") {
      const c = this.#chars[this.#at++];
      if (c === undefined) this.#fail("missing ]");
      const from = c === "\\" ? this.#escape() : [c];
      const upTo = this.#chars[this.#at + 1];
      if (from.length === 1 && this.#chars[this.#at] === "-" && upTo !== undefined && upTo !== "]") {
        this.#at++;
        const to = this.#chars[this.#at++]!;
        const span = range(from[0]!, to === "\\" ? this.#escape()[0]! : to);
        if (span.length === 0) this.#fail(`range ${from[0]}-${to} is reversed`);
        chars.push(...span);
      } else chars.push(...from);
    }
    this.#at++;
    if (chars.length === 0) this.#fail("empty class []");
    return [...new Set(chars)];
  }

  #fail(what: string): never {
    throw new RangeError(`invalid pattern ${this.#source}: ${what} (character ${this.#at + 1})`);
  }
}

function repeated(node: Node, times: number): Node {
  return { kind: "sequence", parts: Array.from({ length: times }, () => node) };
}
