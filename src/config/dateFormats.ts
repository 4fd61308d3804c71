import type { SynthConfig } from "./schema.ts";

/** The patterns the config gives for date columns, by column. */
export function dateFormatsOf(config: SynthConfig): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(config.columns).flatMap(([name, column]) =>
      column?.format === undefined ? [] : [[name, column.format]],
    ),
  );
}
