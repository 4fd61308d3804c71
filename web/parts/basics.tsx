import type { ReactNode } from "react";
import type { JobState, JobView, ProblemEntry } from "../../src/protocol/service.ts";
import type { ApiError } from "../api.ts";
import { durationText } from "../format.ts";
import { usePreferences, useSay } from "../store.ts";

/** Heading of a page, with what can be done there. */
export function PageHead({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className="mb-5 flex flex-wrap items-center gap-3">
      <h1 className="mr-auto min-w-0 text-2xl font-semibold tracking-tight break-words">{title}</h1>
      {children}
    </div>
  );
}

export function Panel({
  title,
  children,
  className = "",
  actions,
}: {
  readonly title?: string;
  readonly children: ReactNode;
  readonly className?: string;
  readonly actions?: ReactNode;
}) {
  return (
    <section className={`panel ${className}`}>
      {title !== undefined && (
        <div className="flex flex-wrap items-center gap-3 px-4 pt-3.5 pb-1">
          <h2 className="mr-auto font-semibold">{title}</h2>
          {actions}
        </div>
      )}
      {children}
    </section>
  );
}

export function Empty({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className="panel flex flex-col items-start gap-4 p-6 sm:p-8">
      <p className="max-w-prose text-soft">{title}</p>
      {children}
    </div>
  );
}

/** Findings about a config, with their places. */
export function ProblemList(props: {
  readonly entries: readonly ProblemEntry[];
  readonly className: string;
}) {
  const say = useSay();
  return (
    <ul className={props.className}>
      {props.entries.map((entry) => (
        <li key={`${entry.pointer} ${entry.code} ${entry.line ?? 0}:${entry.column ?? 0}`}>
          {entry.line !== undefined && (
            <span className="text-soft">{say("line {0}, column {1}", entry.line, entry.column ?? 1)}: </span>
          )}
          {entry.message}
        </li>
      ))}
    </ul>
  );
}

/** What the server refused, with each of its findings. */
export function Refusal({ error }: { readonly error: ApiError | undefined }) {
  const say = useSay();
  if (error === undefined) return null;
  return (
    <div role="alert" className="panel mb-4 border-l-4 p-4" style={{ borderLeftColor: "var(--bad)" }}>
      <p className="font-medium text-bad">{say(error.message)}</p>
      {error.errors.length > 0 && <ProblemList entries={error.errors} className="mt-2 space-y-1 text-sm" />}
    </div>
  );
}

const tones: Readonly<Record<JobState, string>> = {
  queued: "text-soft bg-raised",
  running: "text-accent bg-tint",
  cancelling: "text-warn bg-raised",
  succeeded: "text-good bg-raised",
  failed: "text-bad bg-raised",
  cancelled: "text-soft bg-raised",
};

export function StateBadge({ state }: { readonly state: JobState }) {
  const say = useSay();
  return (
    <span
      className={`inline-flex items-center gap-1.5 rounded-full px-2.5 py-0.5 text-[13px] font-medium whitespace-nowrap ${tones[state]}`}
    >
      <span aria-hidden className="size-1.5 rounded-full bg-current" />
      {say(state)}
    </span>
  );
}

/** How far a job is, as a bar and in words. */
export function JobProgress({ job }: { readonly job: JobView }) {
  const say = useSay();
  const language = usePreferences((state) => state.language);
  if (job.state === "queued")
    return (
      <span className="text-sm text-soft">
        {job.position === null ? "" : say("{0} jobs before it", job.position)}
      </span>
    );
  if (job.state !== "running" && job.state !== "cancelling") return null;
  const percent = Math.round((job.fraction ?? 0) * 100);
  const stage = say(job.stage ?? "running");
  return (
    <div className="min-w-36">
      <div className="mb-1 flex justify-between gap-3 text-[13px] text-soft">
        <span className="truncate">{stage}</span>
        <span className="tabular-nums whitespace-nowrap">
          {percent} %{job.etaMs !== null && ` · ${say("{0} left", durationText(job.etaMs, language))}`}
        </span>
      </div>
      <div
        className="bar"
        role="progressbar"
        aria-label={stage}
        aria-valuenow={percent}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <i style={{ width: `${Math.max(3, percent)}%` }} />
      </div>
    </div>
  );
}

export function Field({
  label,
  hint,
  children,
}: {
  readonly label: string;
  readonly hint?: string;
  readonly children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child
    <label className="block">
      <span className="mb-1 block text-sm font-medium">{label}</span>
      {children}
      {hint !== undefined && <span className="mt-1 block text-[13px] text-soft">{hint}</span>}
    </label>
  );
}
