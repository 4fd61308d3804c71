import { type ColumnConfig, columnConfig, type SynthConfig } from "../schema.ts";

/** What of a column `syndata init` never writes: by it a person says what is public. */
const saidByPeople = ["role", "values", "min", "max", "bins", "missing"] as const;

export interface PublicConfig {
  readonly config: SynthConfig;
  /** What of the config is not used, one a kind: `type of 3 columns: "age", "ward", "day"`. */
  readonly ignored: readonly string[];
}

/** What of a config holds under its guarantee: all of it where the domain is declared, what people say where it is bought. */
export function heldConfig(config: SynthConfig, rows?: number): PublicConfig {
  return config.privacy?.domain === "private" ? withoutFound(config, rows) : { config, ignored: [] };
}

/**
 * A config without all that `syndata init` writes from the data, so that nothing of it passes by the noise; what only people write
 * stays. `rows`: the number of rows was said with the command, not by the config.
 */
function withoutFound(config: SynthConfig, rows: number | undefined): PublicConfig {
  const columns: Record<string, ColumnConfig> = Object.create(null);
  const unused = new Map<string, string[]>();
  for (const name of Object.keys(config.columns)) {
    const given = columnConfig(config, name)!;
    columns[name] = Object.fromEntries(
      saidByPeople.flatMap((key) => (given[key] === undefined ? [] : [[key, given[key]]])),
    );
    for (const [key, value] of Object.entries(given))
      if (value !== undefined && !(saidByPeople as readonly string[]).includes(key))
        unused.set(key, [...(unused.get(key) ?? []), name]);
  }
  const { rules, detectRules, people, locale, ...rest } = config;
  const { target, holdout, ...report } = config.report;
  const { rows: written, ...output } = config.output;
  return {
    config: {
      ...rest,
      columns,
      rules: [],
      detectRules: "off",
      output: { ...output, ...(rows !== undefined && { rows }) },
      report: { ...report, holdout: holdoutShare },
    },
    ignored: [
      ...[...unused].map(
        ([key, names]) =>
          `${key} of ${names.length === 1 ? "column" : `${names.length} columns:`} ${names.map((name) => `"${name}"`).join(", ")}`,
      ),
      ...(rules.length > 0 ? [`rules (${rules.length})`] : []),
      ...(detectRules !== "auto" ? [] : ["detectRules"]),
      ...(people === undefined ? [] : ["people"]),
      ...(locale === undefined ? [] : ["locale"]),
      ...(written === undefined || rows !== undefined ? [] : ["output.rows"]),
      ...(target === undefined ? [] : ['report.target (write "role": "target" for it)']),
      ...(holdout === holdoutShare ? [] : [`report.holdout (it is ${holdoutShare})`]),
    ],
  };
}

/** `syndata init` sets none aside of a small table, which tells how many rows there are. */
const holdoutShare = 0.2;
