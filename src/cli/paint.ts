import { styleText } from "node:util";

export type Paint = (style: "cyan" | "green" | "yellow" | "red" | "dim" | "bold", text: string) => string;

/** Colors on a terminal, plain text elsewhere; NO_COLOR and FORCE_COLOR are honored. */
export function makePaint(stream: NodeJS.WriteStream): Paint {
  return useColor(stream) ? (style, text) => styleText(style, text) : (_, text) => text;
}

export function useColor(stream: NodeJS.WriteStream): boolean {
  const forced = process.env["FORCE_COLOR"];
  return forced ? forced !== "0" : stream.isTTY === true && !process.env["NO_COLOR"];
}

/** How wide the terminal is; nothing where the stream is none. */
export function terminalColumns({ isTTY, columns }: NodeJS.WriteStream): { readonly columns?: number } {
  return isTTY && columns > 20 ? { columns } : {};
}
