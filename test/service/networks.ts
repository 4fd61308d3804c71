import { execFileSync } from "node:child_process";

/** Networks of their own for workers, each joined to this machine by a cable that can be cut. */
export interface Networks {
  /** Addresses of this machine, one a network. */
  readonly addresses: readonly string[];
  /** What stands before a command that is to run in the network. */
  readonly prefixes: readonly (readonly string[])[];
  cut(network: number): void;
  join(network: number): void;
  remove(): void;
}

/** Makes network namespaces; a text says why this machine does not allow it. Linux, root. */
export function makeNetworks(count: number): Networks | string {
  const names = Array.from({ length: count }, (_, i) => `syn${process.pid % 10_000}-${i}`);
  const ip = (...args: string[]): void =>
    void execFileSync("ip", args, { stdio: ["ignore", "ignore", "pipe"] });
  const remove = (): void => {
    for (const name of names)
      try {
        ip("netns", "delete", name);
      } catch {
        // it was never made
      }
  };
  try {
    for (const [i, name] of names.entries()) {
      ip("netns", "add", name);
      ip("link", "add", name, "type", "veth", "peer", "name", "eth0", "netns", name);
      ip("address", "add", `10.231.${i}.1/24`, "dev", name);
      ip("link", "set", name, "up");
      ip("-n", name, "address", "add", `10.231.${i}.2/24`, "dev", "eth0");
      ip("-n", name, "link", "set", "eth0", "up");
      ip("-n", name, "link", "set", "lo", "up");
    }
  } catch (error) {
    remove();
    return `network namespaces cannot be made here (${(error as Error).message.split("\n").at(-1) || "ip failed"})`;
  }
  return {
    addresses: names.map((_, i) => `10.231.${i}.1`),
    // a container has processes of its own as well
    prefixes: names.map((name) => [
      ...["ip", "netns", "exec", name],
      ...["unshare", "--pid", "--fork", "--kill-child", "--mount-proc"],
    ]),
    cut: (network) => ip("link", "set", names[network]!, "down"),
    join: (network) => ip("link", "set", names[network]!, "up"),
    remove,
  };
}
