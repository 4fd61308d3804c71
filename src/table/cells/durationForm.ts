/** How the durations of a column are written. Values are seconds. */
export interface DurationForm {
  /** `clock`: 25:10:00, 93:14, 1:23:45.6. `iso`: PT1H30M, P2DT4H (ISO 8601). */
  readonly style: "clock" | "iso";
  /** Clock: parts between colons; 0 = hours only from one hour on (59:59, 1:00:00). The last part is seconds. */
  readonly parts: 0 | 2 | 3;
  /** Clock: digits of the first part at least. ISO: 1, or 0 where 24 hours are not written as a day. */
  readonly digits: number;
  /** ISO: the parts that every value has, zeros too: `PT0H5M`, `PT125M`. The first takes what is beyond it. Absent where zeros are left out. */
  readonly units?: IsoUnits;
}

export const isoUnits = ["DHMS", "DHM", "DH", "D", "HMS", "HM", "H", "MS", "M", "S"] as const;
export type IsoUnits = (typeof isoUnits)[number];

export interface InferredDuration {
  readonly form: DurationForm;
  /** Digits of the fraction of a second: most seen, and whether all values have that many. */
  readonly decimals: number;
  readonly fixed: boolean;
  /** Per text, seconds. */
  readonly values: Float64Array;
}

const clock = /^(-?)(?:(\d{1,7}):)?(\d{1,7}):([0-5]\d)(?:\.(\d{1,6}))?$/;
const iso =
  /^(-?)P(?=.)(?:(\d{1,6})D)?(?:T(?=.)(?:(\d{1,7})H)?(?:(\d{1,8})M)?(?:(\d{1,9})(?:\.(\d{1,6}))?S)?)?$/;

/** Seconds of a duration in either style, or NaN. */
export function parseDuration(text: string): number {
  const found = clock.exec(text);
  if (found !== null) {
    const [, sign, hours, minutes, seconds, fraction = ""] = found;
    if (hours !== undefined && (minutes!.length !== 2 || Number(minutes) > 59)) return Number.NaN;
    return signed(
      sign!,
      Number(hours ?? 0) * 3600 + Number(minutes) * 60 + Number(`${seconds}.${fraction}0`),
    );
  }
  const [all, sign, days = 0, hours = 0, minutes = 0, seconds = 0, fraction = ""] = iso.exec(text) ?? [];
  if (all === undefined) return Number.NaN;
  return signed(
    sign!,
    Number(days) * 86_400 + Number(hours) * 3600 + Number(minutes) * 60 + Number(`${seconds}.${fraction}0`),
  );
}

function signed(sign: string, seconds: number): number {
  return sign === "-" && seconds !== 0 ? -seconds : seconds;
}

/** The duration of `seconds`, rounded to `decimals` digits of a second; trailing zeros are dropped unless `fixed`. */
export function formatDuration(
  seconds: number,
  form: DurationForm,
  decimals: number,
  fixed: boolean,
): string {
  const ticks = Math.round(Math.abs(seconds) * 10 ** decimals);
  const whole = Math.floor(ticks / 10 ** decimals);
  const digits = String(ticks - whole * 10 ** decimals).padStart(decimals, "0");
  const fraction = decimals === 0 ? "" : fixed ? digits : digits.replace(/0+$/, "");
  const sign = seconds < 0 && ticks > 0 ? "-" : "";
  const tail = fraction === "" ? "" : `.${fraction}`;
  return sign + (form.style === "iso" ? isoText(whole, tail, form) : clockText(whole, tail, form));
}

function clockText(whole: number, tail: string, { parts, digits }: DurationForm): string {
  const two = (n: number) => String(n).padStart(2, "0");
  const first = (n: number) => String(n).padStart(digits, "0");
  const seconds = two(whole % 60);
  const minutes = Math.floor(whole / 60);
  if (parts === 2 || (parts === 0 && minutes < 60)) return `${first(minutes)}:${seconds}${tail}`;
  return `${first(Math.floor(minutes / 60))}:${two(minutes % 60)}:${seconds}${tail}`;
}

const unitSeconds = { D: 86_400, H: 3600, M: 60, S: 1 } as const;

/** With all of the units; what is smaller than the last is rounded away. */
function isoTextOf(units: IsoUnits, whole: number, tail: string): string {
  const letters = [...units] as (keyof typeof unitSeconds)[];
  const last = unitSeconds[letters.at(-1)!];
  let rest = Math.round(whole / last) * last;
  const parts = letters.map((unit) => {
    const count = Math.floor(rest / unitSeconds[unit]);
    rest -= count * unitSeconds[unit];
    return `${count}${unit === "S" ? tail : ""}${unit}`;
  });
  const days = letters[0] === "D" ? parts.shift()! : "";
  return `P${days}${parts.length === 0 ? "" : `T${parts.join("")}`}`;
}

function isoText(whole: number, tail: string, { digits, units }: DurationForm): string {
  if (units !== undefined) return isoTextOf(units, whole, tail);
  const days = digits === 0 ? 0 : Math.floor(whole / 86_400);
  const rest = whole - days * 86_400;
  const part = (n: number, unit: string) => (n === 0 ? "" : `${n}${unit}`);
  const seconds = tail === "" ? part(rest % 60, "S") : `${rest % 60}${tail}S`;
  const time = part(Math.floor(rest / 3600), "H") + part(Math.floor(rest / 60) % 60, "M") + seconds;
  const text = `P${part(days, "D")}${time === "" ? "" : `T${time}`}`;
  return text === "P" ? "PT0S" : text;
}

/** The form in which all texts are written, so that each would be written again as it is; null if there is none. */
export function inferDuration(texts: readonly string[]): InferredDuration | null {
  if (texts.length === 0 || !/^-?(P|\d+:)/.test(texts[0]!)) return null;
  const values = new Float64Array(texts.length);
  let most = 0;
  let least = Number.MAX_SAFE_INTEGER;
  for (const [i, text] of texts.entries()) {
    values[i] = parseDuration(text);
    if (Number.isNaN(values[i]!)) return null;
    const decimals = /\.(\d+)S?$/.exec(text)?.[1]?.length ?? 0;
    most = Math.max(most, decimals);
    least = Math.min(least, decimals);
  }
  const fixed = most > 0 && least === most;
  const form = forms(texts[0]!).find((one) =>
    texts.every((text, i) => formatDuration(values[i]!, one, most, fixed) === text),
  );
  return form === undefined ? null : { form, decimals: most, fixed, values };
}

function forms(first: string): readonly DurationForm[] {
  if (first.includes("P")) {
    const units = isoUnits.find((one) => one === first.replace(/[^DHMS]/g, ""));
    const bare = [1, 0].map((digits) => ({ style: "iso" as const, parts: 3 as const, digits }));
    return units === undefined ? bare : [...bare, { ...bare[0]!, units }];
  }
  return ([3, 2, 0] as const).flatMap((parts) =>
    [2, 1, 3].map((digits) => ({ style: "clock" as const, parts, digits })),
  );
}

/** The form in words, as `HH:MM:SS`. */
export function describeDuration({ style, parts, digits }: DurationForm): string {
  if (style === "iso") return "as ISO 8601 (PT1H30M)";
  const letters = (letter: string) => letter.repeat(Math.max(1, digits));
  return parts === 2 ? `${letters("M")}:SS` : parts === 3 ? `${letters("H")}:MM:SS` : "MM:SS or H:MM:SS";
}
