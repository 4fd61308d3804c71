/** How years, or their months or quarters, are written: `{mon}-{yy}` in English gives `Apr-21`; `{zz}` is the year after `{yy}`. */
export interface PeriodWriting {
  readonly template: string;
  /** Language of the months' names. */
  readonly locale: PeriodLocale;
}

/** Months of a period: 1 for months, 3 for quarters, 12 for years. */
type Months = 1 | 3 | 12;

export const periodLocales = ["en", "de", "fr", "es", "it", "nl", "pt", "pl"] as const;
type PeriodLocale = (typeof periodLocales)[number];

type Tokens = Readonly<Record<string, string>>;

const formats = new Map<string, Intl.DateTimeFormat>();

function monthName(locale: string, month: "long" | "short", ms: number): string {
  const key = `${locale} ${month}`;
  const format = formats.get(key) ?? new Intl.DateTimeFormat(locale, { month, timeZone: "UTC" });
  formats.set(key, format);
  return format.format(ms);
}

/** What each token stands for in a period; numbers count months (quarters, years) from the year 0 on. */
function tokensOf(key: number, months: Months, locale: string): Tokens {
  const perYear = 12 / months;
  const year = Math.floor(key / perYear);
  const place = key - year * perYear;
  const [four, two] = [
    (y: number) => String(y).padStart(4, "0"),
    (y: number) => String(y % 100).padStart(2, "0"),
  ];
  const years = { yyyy: four(year), yy: two(year) };
  const next = { zzzz: four(year + 1), zz: two(year + 1) };
  if (months === 12) return { ...years, ...next };
  if (months === 3) return { ...years, ...next, q: String(place + 1) };
  const ms = Date.UTC(2023, place, 1);
  const [month, mon] = [monthName(locale, "long", ms), monthName(locale, "short", ms)];
  const names = { month, mon, MONTH: month.toUpperCase(), MON: mon.toUpperCase() };
  return { ...years, ...names, mm: String(place + 1).padStart(2, "0"), m: String(place + 1) };
}

/** The text of a period. */
export function writePeriod(key: number, months: Months, { template, locale }: PeriodWriting): string {
  const tokens = tokensOf(key, months, locale);
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => tokens[name] ?? whole);
}

/** How texts write periods, by one of the ways in which the first may be read; undefined where they do not. */
export function findPeriodWriting(
  seen: ReadonlyMap<number, string | number>,
  months: Months,
): PeriodWriting | undefined {
  const [first] = seen;
  if (first === undefined || typeof first[1] !== "string" || /[{}]/.test(first[1])) return undefined;
  const [key, text] = first;
  for (const locale of months === 1 ? periodLocales : (["en"] as const))
    for (const template of (months === 12 ? yearTemplates : templatesOf)(
      text,
      tokensOf(key, months, locale),
    )) {
      const writing = { template, locale };
      if ([...seen].every(([one, value]) => writePeriod(one, months, writing) === value)) return writing;
    }
  return undefined;
}

/** A text with its first year, the one after it, or both replaced by tokens, in all ways. */
function yearTemplates(text: string, tokens: Tokens): string[] {
  const replaceOne = (whole: string, name: string): string[] =>
    placesOf(whole, tokens[name]!).map((at) => replaced(whole, at, tokens[name]!, name));
  const first = ["yyyy", "yy"].flatMap((name) => replaceOne(text, name));
  return [...first, text].flatMap((whole) => [
    ...["zzzz", "zz"].flatMap((name) => replaceOne(whole, name)),
    ...(whole === text ? [] : [whole]),
  ]);
}

/** A text with its year and its month or quarter replaced by tokens, in all ways. */
function templatesOf(text: string, tokens: Tokens): string[] {
  const years = ["yyyy", "yy", "zzzz", "zz"].filter((name) => name in tokens);
  const parts = Object.keys(tokens).filter((name) => !years.includes(name));
  return years.flatMap((year) =>
    placesOf(text, tokens[year]!).flatMap((at) =>
      parts.flatMap((part) => {
        const [before, after] = [text.slice(0, at), text.slice(at + tokens[year]!.length)];
        return [
          ...placesOf(before, tokens[part]!).map(
            (place) => `${replaced(before, place, tokens[part]!, part)}{${year}}${after}`,
          ),
          ...placesOf(after, tokens[part]!).map(
            (place) => `${before}{${year}}${replaced(after, place, tokens[part]!, part)}`,
          ),
        ];
      }),
    ),
  );
}

function placesOf(text: string, part: string): number[] {
  const places: number[] = [];
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) places.push(at);
  return places;
}

function replaced(text: string, at: number, part: string, name: string): string {
  return `${text.slice(0, at)}{${name}}${text.slice(at + part.length)}`;
}
