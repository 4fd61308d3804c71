import { say } from "../../language/language.ts";

/** Writes how many checks are good: `12 more checks are good.` */
export function goodChecks(good: number, more: boolean): string {
  if (good === 0) return more ? "" : say("No check has a status.");
  if (good === 1) return more ? say("1 more check is good.") : say("1 check is good.");
  return more ? say("{0} more checks are good.", good) : say("{0} checks are good.", good);
}
