import type { SynthConfig } from "../config/schema.ts";
import { forecast } from "../privacy/forecast.ts";
import type { PrivacyMeter } from "../protocol/privacyMeter.ts";
import type { TableProfile } from "../table/profile/tableProfile.ts";

/** Pairs shown, the worst first; single columns are all shown. */
const maxPairs = 12;
const maxSingles = 60;

/** What the guarantee of a config would cost in noise, from σ and the sizes of the domain alone; null without one. */
export function privacyMeter(
  config: SynthConfig | undefined,
  profile: TableProfile | undefined,
): PrivacyMeter | null {
  if (config?.privacy === undefined || profile === undefined) return null;
  const names = profile.columns.map(({ name }) => name);
  const expected = forecast(config, names);
  if (expected === undefined) return null;
  const { errors, bought, sentence } = expected;
  const pairs = errors.filter(({ columns }) => columns.length === 2);
  const isOpen = new Set(bought?.columns);
  return {
    sentence,
    singles: errors.filter(({ columns }) => columns.length === 1).slice(0, maxSingles),
    pairs: pairs.slice(0, maxPairs),
    morePairs: Math.max(0, pairs.length - maxPairs),
    bought: bought === null ? null : { textRows: bought.textRows, binRows: bought.binRows },
    declared: errors.flatMap(({ columns }) =>
      columns.length === 1 && !isOpen.has(columns[0]!) ? [columns[0]!] : [],
    ),
  };
}
