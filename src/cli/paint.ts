import { styleText } from "node:util";

export type Paint = (style: "cyan" | "green" | "yellow" | "red" | "dim" | "bold", text: string) => string;

/** Colours on a terminal, plain text elsewhere; NO_COLOR and FORCE_COLOR are honoured. */
export function makePaint(stream: NodeJS.WriteStream): Paint {
  const forced = process.env["FORCE_COLOR"];
  const wanted = forced ? forced !== "0" : stream.isTTY && !process.env["NO_COLOR"];
  return wanted ? (style, text) => styleText(style, text) : (_, text) => text;
}
