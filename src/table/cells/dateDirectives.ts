/** Every directive of a date pattern. */
export const dateDirectives: readonly string[] =
  "%Y %y %m %d %H %I %M %S %f %p %b %B %a %A %j %z %G %V %u %-m %-d %-H %-I %^b %^B %^a %^A %#b %#B %#a %#A %#p %%".split(
    " ",
  );

export type DateField =
  | ("a" | "A" | "Y" | "y" | "m" | "d" | "H" | "I" | "M" | "S" | "f" | "p" | "b" | "B" | "j" | "z")
  | ("G" | "V" | "u");

/**
 * `padded`: written with a leading zero. `letters`: names in capitals (`%^b`), or small (`%#b`). `firstYear`: the first of the hundred years
 * that two digits may mean.
 */
export interface DirectivePart {
  readonly field: DateField;
  readonly letters: "upper" | "lower" | "plain";
  readonly padded: boolean;
  readonly firstYear: number;
}

export type DatePart = DirectivePart | { readonly literal: string; readonly bytes: Buffer };

/** The directives and literal texts of a pattern, in order. @throws RangeError for an unknown directive */
export function parseDirectives(pattern: string): DatePart[] {
  const parts: DatePart[] = [];
  const unknown = findUnknownDirective(pattern);
  if (unknown !== undefined) throw new RangeError(`unknown date field ${unknown} in ${pattern}`);
  for (const [token, flag, letter] of pattern.matchAll(directive)) {
    if (letter === undefined || letter === "%") {
      const literal = letter ?? token;
      parts.push({ literal, bytes: Buffer.from(literal) });
    } else
      parts.push({
        field: letter as DateField,
        padded: flag !== "-",
        letters: flag === "^" ? "upper" : flag === "#" ? "lower" : "plain",
        firstYear: flag !== undefined && flag.length === 4 ? Number(flag) : posixFirstYear,
      });
  }
  return parts;
}

/** Of `%y` alone: 69 is 1969, 68 is 2068. */
const posixFirstYear = 1969;

const directive = /%([-^#]|\d{4}(?=y))?([a-zA-Z%])|[^%]+|%/g;

/** `%y` with the years it may mean, a hundred from `firstYear` on: `%1927y`. */
export function withYears(pattern: string, firstYear: number): string {
  return pattern.replace(/%(\d{4})?y/, `%${String(firstYear).padStart(4, "0")}y`);
}

/** The first of the years that the two digits of a pattern may mean, where it says so. */
export function firstYearOf(pattern: string): number | undefined {
  const year = /%(\d{4})y/.exec(pattern)?.[1];
  return year === undefined ? undefined : Number(year);
}

/** The first directive of a date pattern that is none of {@link dateDirectives}. */
export function findUnknownDirective(pattern: string): string | undefined {
  return pattern
    .match(directive)
    ?.find((token) => token.startsWith("%") && !dateDirectives.includes(token) && !/^%\d{4}y$/.test(token));
}

export const months =
  "January February March April May June July August September October November December".split(" ");
/** From the weekday of 1970-01-01 on. */
export const weekdays = "Thursday Friday Saturday Sunday Monday Tuesday Wednesday".split(" ");
