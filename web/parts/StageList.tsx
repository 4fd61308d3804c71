import { Check, CircleDashed, LoaderCircle, TriangleAlert } from "lucide-react";
import { useSay } from "../store.ts";
import type { LoggedEvent } from "../useEvents.ts";

interface StageLine {
  readonly stage: string;
  done: boolean;
  detail: string;
}

/** The stages a job went through and what each says of itself, with its warnings. */
export function StageList({
  events,
  running,
}: {
  readonly events: readonly LoggedEvent[];
  readonly running: string | null;
}) {
  const say = useSay();
  const lines: StageLine[] = [];
  const warnings = new Set<string>();
  for (const { event } of events) {
    if (event.type === "warning") warnings.add(event.message);
    if (event.type === "state" && event.state === "running") lines.length = 0;
    if (event.type !== "stage") continue;
    const line = lines.findLast(({ stage }) => stage === event.stage);
    if (event.state === "start") lines.push({ stage: event.stage, done: false, detail: "" });
    else if (line !== undefined) {
      line.done = true;
      line.detail = event.detail ?? "";
    }
  }
  return (
    <>
      <ol className="px-4 py-1">
        {lines.map(({ stage, done, detail }) => (
          <li key={stage} className="flex items-start gap-3 py-1.5">
            <span className="mt-0.5">
              {done ? (
                <Check size={18} className="text-good" aria-hidden />
              ) : stage === running ? (
                <LoaderCircle
                  size={18}
                  className="animate-spin text-accent motion-reduce:animate-none"
                  aria-hidden
                />
              ) : (
                <CircleDashed size={18} className="text-soft" aria-hidden />
              )}
            </span>
            <div className="min-w-0">
              <p className="font-medium">{say(stage)}</p>
              {detail !== "" && <p className="text-sm break-words text-soft">{detail}</p>}
            </div>
          </li>
        ))}
        {lines.length === 0 && <li className="py-1.5 text-soft">–</li>}
      </ol>
      {warnings.size > 0 && (
        <details className="px-4 py-1 text-sm">
          <summary className="flex items-center gap-2 text-warn">
            <TriangleAlert size={16} aria-hidden />
            {say("Log")} ({warnings.size})
          </summary>
          <ul className="mt-2 list-disc space-y-1 pl-6 text-soft">
            {[...warnings].map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
