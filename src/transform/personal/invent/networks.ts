import { permuted } from "../../permutation.ts";

/** A network of addresses that belong to nobody or to private networks only, none of them in the data. */
export interface NetworkPlan {
  readonly kind: "ip4" | "ip6" | "mac";
  /** As written before the varying part. */
  readonly prefix: string;
  /** Varying numbers behind it. */
  readonly parts: number;
  readonly separator: string;
  readonly upper: boolean;
}

/** Reserved for documentation (RFC 5737, 3849), private (RFC 1918, 4193, 6598), reserved (RFC 1112); MAC: locally administered. */
const networks: Readonly<Record<NetworkPlan["kind"], readonly (readonly [string, number])[]>> = {
  ip4: [
    ["10.", 3],
    ["100.64.", 2],
    ["172.16.", 2],
    ["192.168.", 2],
    ["240.", 3],
    ["241.", 3],
    ["242.", 3],
  ],
  ip6: [
    ["2001:db8:", 6],
    ["fd00:", 7],
    ["fd11:", 7],
    ["fdab:", 7],
  ],
  mac: ["02", "06", "0a", "0e", "12", "16", "1a", "1e", "22", "26"].map((first) => [first, 5] as const),
};

/** The first network of the kind that no value lies in. */
export function fitNetwork(values: readonly string[]): NetworkPlan {
  const first = values[0] ?? "";
  const kind =
    first.includes(".") && !/^[\da-f]{4}\./i.test(first)
      ? "ip4"
      : /^[\da-f]{2}[:-]/i.test(first) && first.length === 17
        ? "mac"
        : /^[\da-f]{4}\.[\da-f]{4}\./i.test(first)
          ? "mac"
          : "ip6";
  const used = values.map((value) => value.toLowerCase());
  const [prefix, parts] =
    networks[kind].find(([start]) => !used.some((value) => value.startsWith(start))) ??
    networks[kind].at(-1)!;
  const separator = kind === "ip4" ? "." : kind === "ip6" ? ":" : (/[:\-.]/.exec(first)?.[0] ?? ":");
  return { kind, prefix, parts, separator, upper: kind === "mac" && /[A-F]/.test(values.join("")) };
}

export function networkAddress(
  { kind, prefix, parts, separator, upper }: NetworkPlan,
  index: number,
  key: number,
): string {
  const base = kind === "ip6" ? 65_536 : 256;
  const size = Math.min(2 ** 48, base ** parts);
  let rank = permuted(index % size, size, key);
  const numbers: number[] = [];
  for (let i = 0; i < parts; i++) {
    numbers.unshift(rank % base);
    rank = Math.floor(rank / base);
  }
  if (kind === "ip4") return prefix + numbers.join(".");
  if (kind === "ip6") return prefix + numbers.map((number) => number.toString(16)).join(":");
  const bytes = [prefix, ...numbers.map((number) => number.toString(16).padStart(2, "0"))];
  const text =
    separator === "."
      ? `${bytes.slice(0, 2).join("")}.${bytes.slice(2, 4).join("")}.${bytes.slice(4).join("")}`
      : bytes.join(separator);
  return upper ? text.toUpperCase() : text;
}
