import type { Translate } from "./translate.ts";

/** `about 20 s left`, in steps of five seconds below a minute; `3 min left`, `1 h 20 min left`. */
export function etaText(ms: number, t: Translate): string {
  const seconds = Math.max(5, 5 * Math.round(ms / 5000));
  if (seconds < 60) return t("about {0} s left", seconds);
  const minutes = Math.round(ms / 60_000);
  if (minutes < 60) return t("{0} min left", minutes);
  return t("{0} h {1} min left", Math.floor(minutes / 60), minutes % 60);
}

/** `13 ms`, `0.4 s`, `12 s`, `3 min 20 s`, `1 h 5 min`. */
export function durationText(ms: number, t: Translate): string {
  if (ms < 95) return t("{0} ms", Math.round(ms));
  const seconds = ms / 1000;
  if (seconds < 9.95) {
    const [whole, tenth] = seconds.toFixed(1).split(".");
    return t("{0}.{1} s", whole!, tenth!);
  }
  const whole = Math.round(seconds);
  if (whole < 60) return t("{0} s", whole);
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return t("{0} min {1} s", minutes, whole % 60);
  return t("{0} h {1} min", Math.floor(minutes / 60), minutes % 60);
}

/** `just now`, `5 min ago`, `3 h ago`, `2 d ago`; clocks that run backwards count as now. */
export function agoText(then: number, now: number, t: Translate): string {
  const minutes = Math.floor((now - then) / 60_000);
  if (minutes < 1) return t("just now");
  if (minutes < 60) return t("{0} min ago", minutes);
  const hours = Math.floor(minutes / 60);
  return hours < 24 ? t("{0} h ago", hours) : t("{0} d ago", Math.floor(hours / 24));
}
