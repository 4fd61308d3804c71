import type { Finding } from "../../jsonc/configText.ts";
import { quote } from "../../jsonc/quote.ts";
import type { Sdtype } from "../../table/columnTypes.ts";
import { columnConfig, type SynthConfig } from "../schema.ts";
import { WhereError } from "../where.ts";
import { parseShares } from "./shares.ts";

/** `output.share` against the columns of the data. Whether the model has its values is known once the columns are encoded. */
export function checkShare(
  config: SynthConfig,
  columns: readonly { readonly name: string; readonly sdtype?: Sdtype }[],
): Finding[] {
  const { share } = config.output;
  if (share === undefined) return [];
  const refused = (message: string): Finding[] => [
    { severity: "error", code: "wrong-share", message, path: ["output", "share"], at: "value" },
  ];
  try {
    const { column } = parseShares(
      share,
      columns.map(({ name }) => name),
    );
    const sdtype = columns.find(({ name }) => name === column)?.sdtype;
    if (columnConfig(config, column)?.role === "drop")
      return refused(`column ${quote(column)} is dropped from the output, so it has no shares`);
    if (sdtype === "id" || sdtype === "text")
      return refused(
        `column ${quote(column)} is ${sdtype === "id" ? "an id" : "free text"}: it is generated, not modeled, so it has no shares`,
      );
    return [];
  } catch (error) {
    if (!(error instanceof WhereError)) throw error;
    return refused(shareMessage(error));
  }
}

/** What is wrong with shares, without the flag that they are not given by. */
export function shareMessage({ message }: WhereError): string {
  return `output.share ${message.replace(/^--(?:share|where) /, "")}`;
}
