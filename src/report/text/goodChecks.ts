/** Writes how many checks are good: `12 more checks are good.` */
export function goodChecks(good: number, more: boolean): string {
  if (good === 0) return more ? "" : "No check has a status.";
  return `${good}${more ? " more" : ""} ${good === 1 ? "check is" : "checks are"} good.`;
}
