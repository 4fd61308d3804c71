/** Where a server answers, as `https://host:port`; or why a key must not be sent there. */
export function serverOrigin(
  address: string,
): { readonly origin: string } | { readonly problem: "no-address" | "in-the-clear" } {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return { problem: "no-address" };
  }
  const local = ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname);
  const isSafe = url.protocol === "https:" || (url.protocol === "http:" && local);
  return isSafe ? { origin: url.origin } : { problem: "in-the-clear" };
}
