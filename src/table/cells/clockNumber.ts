/** Times of day written as whole numbers, 905 being 9:05: minutes since midnight and back. */

/** Values, different ones, hours and minutes that must occur for whole numbers to be times of day and not by chance. */
const enough = { rows: 60, values: 30, hours: 4, minutes: 12 } as const;

/** Minutes since midnight of 0, 905 or 2400; NaN of any other number. */
export function minutesOfClock(value: number): number {
  const minutes = value % 100;
  return Number.isInteger(value) && value >= 0 && value <= 2400 && minutes < 60
    ? Math.floor(value / 100) * 60 + minutes
    : Number.NaN;
}

/** 905 of 545 minutes, which need not be whole: rounded to the nearest. */
export function clockOfMinutes(minutes: number): number {
  const whole = Math.round(minutes);
  const hours = Math.floor(whole / 60);
  return 100 * hours + (whole - 60 * hours);
}

/** The largest time of day that is not above a whole number: 859 for 875. */
export function clockAtOrBelow(value: number): number {
  const hours = Math.floor(value / 100);
  return 100 * hours + Math.min(59, value - 100 * hours);
}

/** The smallest time of day that is not below a whole number: 900 for 875. */
export function clockAtOrAbove(value: number): number {
  const hours = Math.floor(value / 100);
  return value - 100 * hours < 60 ? value : 100 * (hours + 1);
}

/**
 * Whether numbers (NaN = missing) are times of day written so: none has more than 59 minutes, from the first to the last ones of
 * an hour, and there are so many different ones that it is no chance, nor years or numbers of rooms.
 */
export function areClockNumbers(values: Float64Array): boolean {
  const seen = new Set<number>();
  let rows = 0;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    if (Number.isNaN(minutesOfClock(value))) return false;
    rows++;
    seen.add(value);
  }
  const minutes = new Set([...seen].map((value) => value % 100));
  const hours = new Set([...seen].map((value) => Math.floor(value / 100)));
  return (
    rows >= enough.rows &&
    seen.size >= enough.values &&
    hours.size >= enough.hours &&
    minutes.size >= enough.minutes &&
    Math.min(...minutes) <= 5 &&
    Math.max(...minutes) >= 55
  );
}
