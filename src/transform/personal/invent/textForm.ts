/** Alphabets of the places of a form. */
const alphabets = {
  d: "0123456789",
  z: "123456789",
  n: "23456789",
  A: "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
  a: "abcdefghijklmnopqrstuvwxyz",
  h: "0123456789abcdef",
  H: "0123456789ABCDEF",
} as const;

export type Alphabet = keyof typeof alphabets;

/** One place of a form: an alphabet to draw from, or a fixed character. */
export type Place = { readonly free: Alphabet } | { readonly fixed: string };

/**
 * A form of values, as text: `\d`, `\z` (no zero), `\n` (neither zero nor one), `\A`, `\a`, `\h`, `\H` are free places, every other character is itself
 * (`\\` a backslash). `+49 170 \d\d\d\d\d\d\d`
 */
export function parseForm(form: string): Place[] {
  const places: Place[] = [];
  for (let i = 0; i < form.length; i++) {
    const next = form[i + 1];
    if (form[i] !== "\\" || next === undefined) places.push({ fixed: form[i]! });
    else {
      places.push(next in alphabets ? { free: next as Alphabet } : { fixed: next });
      i++;
    }
  }
  return places;
}

/** The class of every character: digits, upper and lower case letters are free, the rest fixed. */
export function shapeOf(text: string): string {
  return text.replace(/\d|[A-Z]|[a-z]|\\/g, (c) =>
    c === "\\" ? "\\\\" : /\d/.test(c) ? "\\d" : c < "a" ? "\\A" : "\\a",
  );
}

/**
 * The form of values of one shape: places where all have the same character become fixed. With `maxFixed`, only the first so many
 * free places may.
 */
export function formOf(values: readonly string[], shape: string): string {
  const places = parseForm(shape);
  return places
    .map((place, at) => {
      if ("fixed" in place) return place.fixed === "\\" ? "\\\\" : place.fixed;
      const first = values[0]![at]!;
      return values.length > 1 && values.every((value) => value[at] === first) ? first : `\\${place.free}`;
    })
    .join("");
}

/** How seldom evenly drawn digits would avoid 0, or 0 and 1, for a form to avoid them too. */
const chance = 1e-3;
/** Numbers of North America, whose area and exchange codes begin with 2 to 9. */
const northAmerican =
  /^(?:(?:\+|00)?1[\s.-]*)?\(?(\\d|\d)(?:\\d|\d){2}\)?[\s.-]*(\\d|\d)(?:\\d|\d){2}[\s.-]*(?:\\d|\d){4}$/d;

/**
 * The form with digits that are never 0, or neither 0 nor 1, in so many values that it is no chance, and with those of area codes
 * where values are phone numbers of North America.
 */
export function narrowDigits(form: string, values: readonly string[]): string {
  const codes = (northAmerican.exec(form)?.indices ?? []).slice(1).map((span) => span![0]);
  let at = -1;
  return form.replace(/\\.|[^\\]/gs, (place, offset: number) => {
    at++;
    if (place !== "\\d") return place;
    const hasNone = (digits: string) => values.every((value) => !digits.includes(value[at]!));
    const isRare = (share: number) => (1 - share) ** values.length < chance;
    if ((isRare(0.2) || codes.includes(offset)) && hasNone("01")) return "\\n";
    return isRare(0.1) && hasNone("0") ? "\\z" : place;
  });
}

/** Free places that a rank counts; those before them are drawn at random. */
const countedPlaces = 12;

/** Number of the value among all of its form, by its last 12 free places. */
export function rankOf(places: readonly Place[], text: string, skip: ReadonlySet<number>): number {
  let rank = 0;
  for (const at of countedOf(places, skip)) {
    const letters = alphabets[(places[at] as { free: Alphabet }).free];
    const index = letters.indexOf(text[at]!);
    if (index < 0) return Number.NaN;
    rank = rank * letters.length + index;
  }
  return rank;
}

/** How many ranks there are. */
export function sizeOf(places: readonly Place[], skip: ReadonlySet<number>): number {
  return countedOf(places, skip).reduce(
    (size, at) => size * alphabets[(places[at] as { free: Alphabet }).free].length,
    1,
  );
}

/**
 * Writes the value of a rank; free places before the counted ones come from `draw(size)`, skipped ones are the first letter. Made once
 * for a form and called for every value.
 */
export function valueWriter(
  places: readonly Place[],
  skip: ReadonlySet<number>,
): (rank: number, draw: (size: number) => number) => string {
  const free = places.map((place) => ("free" in place ? unitsOf(alphabets[place.free]) : null));
  const start = Uint16Array.from(places, (place, at) =>
    "fixed" in place ? place.fixed.charCodeAt(0) : free[at]![0]!,
  );
  const counted = countedOf(places, skip).toReversed();
  const letters = counted.map((at) => free[at]!);
  const drawn = free.flatMap((own, at) => (own === null || skip.has(at) ? [] : [at]));
  const drawsAny = drawn.length > counted.length;
  const units = Array.from(start);
  return (rank, draw) => {
    for (let at = 0; at < units.length; at++) units[at] = start[at]!;
    if (drawsAny) for (const at of drawn) units[at] = free[at]![draw(free[at]!.length)]!;
    let rest = rank;
    for (let i = 0; i < counted.length; i++) {
      const own = letters[i]!;
      const next = Math.floor(rest / own.length);
      units[counted[i]!] = own[rest - next * own.length]!;
      rest = next;
    }
    return String.fromCharCode.apply(null, units);
  };
}

function unitsOf(text: string): Uint16Array {
  return Uint16Array.from(text, (letter) => letter.charCodeAt(0));
}

/** The last free places not skipped, as many as ranks stay below 2^48. */
function countedOf(places: readonly Place[], skip: ReadonlySet<number>): readonly number[] {
  const counted: number[] = [];
  let size = 1;
  for (let at = places.length - 1; at >= 0 && counted.length < countedPlaces; at--) {
    const place = places[at]!;
    if ("fixed" in place || skip.has(at)) continue;
    size *= alphabets[place.free].length;
    if (size > 2 ** 48) break;
    counted.unshift(at);
  }
  return counted;
}
