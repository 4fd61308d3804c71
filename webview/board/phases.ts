import type { BoardFacts } from "../../src/product/page/boardMessages.ts";
import type { BoardModel, Rest } from "../../src/product/page/boardModel.ts";

/** The phase that is worked on: the first that has a criterion not met, else the first with work left, else the last. */
export function currentPhase(
  { rest, features }: BoardModel,
  facts: BoardFacts | undefined,
): Rest["phases"][number] | undefined {
  const open = (id: string): boolean => {
    const exit = facts?.exit[id] ?? [];
    if (exit.length > 0) return exit.some(({ met }) => !met);
    return features.some(({ phase, status }) => phase === id && status !== "done" && status !== "dropped");
  };
  return rest.phases.find(({ id }) => open(id)) ?? rest.phases.at(-1);
}

const monthDays = 365.25 / 12;

/** Person-months that the team has from today, or the start of the phase, to its due day; undefined where it is not known. */
export function capacityOf(
  { rest }: BoardModel,
  phase: Rest["phases"][number],
  today: string,
): number | undefined {
  if (rest.team === undefined || phase.due === undefined) return undefined;
  const from = phase.start !== undefined && phase.start > today ? phase.start : today;
  const days = Math.max(0, (Date.parse(phase.due) - Date.parse(from)) / 86_400_000 + 1);
  return rest.team.people * rest.team.availability * (days / monthDays);
}

/** Ids of unfinished features of a phase that no longer fit its capacity, in the order of work. */
export function beyondCapacity(model: BoardModel, phase: string, capacity: number): Set<string> {
  const beyond = new Set<string>();
  let used = 0;
  for (const { feature } of model.ordered) {
    if (feature.phase !== phase || feature.moscow === "wont") continue;
    if (feature.status === "done" || feature.status === "dropped") continue;
    used += feature.rice?.effort ?? 0;
    if (used > capacity) beyond.add(feature.id);
  }
  return beyond;
}
