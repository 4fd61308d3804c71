import { type Moscow, moscowGroups, type Status, statuses } from "../words.ts";

/** How other programs write a priority; the first word of each is the one written. */
const moscowWords: Readonly<Record<Moscow, readonly string[]>> = {
  must: ["Highest", "must", "must have", "must-have", "blocker", "critical", "p0", "p1", "muss"],
  should: ["High", "should", "should have", "should-have", "major", "p2", "soll"],
  could: ["Medium", "could", "could have", "could-have", "minor", "p3", "kann", "nice to have"],
  wont: ["Lowest", "low", "wont", "won't", "won't have", "wont-have", "trivial", "p4", "nicht"],
};

const statusWords: Readonly<Record<Status, readonly string[]>> = {
  idea: ["Idea", "idea", "new", "triage"],
  todo: ["To Do", "todo", "open", "backlog", "selected for development", "ready", "planned"],
  doing: ["In Progress", "doing", "in review", "started", "active", "in arbeit"],
  done: ["Done", "closed", "resolved", "completed", "shipped", "fertig", "erledigt"],
  dropped: ["Won't Do", "dropped", "cancelled", "canceled", "rejected", "duplicate", "not planned"],
};

/** The group that a priority or label of another program means, or undefined. */
export function moscowOf(word: string): Moscow | undefined {
  return moscowGroups.find((group) => has(moscowWords[group], word));
}

/** The status that a word of another program means, or undefined. */
export function statusOf(word: string): Status | undefined {
  return statuses.find((status) => has(statusWords[status], word));
}

/** Jira's word for a group; empty where there is none. */
export function priorityWord(moscow: Moscow | undefined): string {
  return moscow === undefined ? "" : moscowWords[moscow][0]!;
}

/** Jira's word for a status. */
export function statusWord(status: Status): string {
  return statusWords[status][0]!;
}

function has(words: readonly string[], word: string): boolean {
  const wanted = word.trim().toLowerCase();
  return words.some((known) => known.toLowerCase() === wanted);
}
