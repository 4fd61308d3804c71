import { CircleStop, RotateCcw, Trash2 } from "lucide-react";
import { Link } from "react-router";
import type { JobView } from "../../src/protocol/service.ts";
import { type ApiError, ask } from "../api.ts";
import { timeText } from "../format.ts";
import { usePreferences, useSay } from "../store.ts";
import { JobProgress, StateBadge } from "./basics.tsx";
import { IconButton } from "./Frame.tsx";

/** Jobs with their progress and what can be done to them; on a phone a card each. */
export function TaskTable({
  jobs,
  changed,
}: {
  readonly jobs: readonly JobView[];
  readonly changed: () => void;
}) {
  const say = useSay();
  const language = usePreferences((state) => state.language);
  return (
    <>
      <table className="table max-md:hidden">
        <thead>
          <tr>
            <th scope="col">{say("Name")}</th>
            <th scope="col">{say("Kind")}</th>
            <th scope="col">{say("State")}</th>
            <th scope="col" className="w-1/4">
              {say("Progress")}
            </th>
            <th scope="col">{say("Started")}</th>
            <th scope="col">
              <span className="sr-only">{say("Actions")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {jobs.map((job) => (
            <tr key={job.id}>
              <td className="max-w-60 truncate">
                <Link className="link" to={`/tasks/${job.id}`}>
                  {job.name}
                </Link>
              </td>
              <td>{say(job.kind)}</td>
              <td>
                <StateBadge state={job.state} />
              </td>
              <td>
                <JobProgress job={job} />
              </td>
              <td className="text-sm whitespace-nowrap text-soft">{timeText(job.created, language)}</td>
              <td>
                <div className="flex justify-end">
                  <TaskActions job={job} changed={changed} />
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <ul className="divide-y divide-line md:hidden">
        {jobs.map((job) => (
          <li key={job.id} className="space-y-2 p-4">
            <div className="flex items-center gap-2">
              <Link className="link mr-auto min-w-0 truncate" to={`/tasks/${job.id}`}>
                {job.name}
              </Link>
              <StateBadge state={job.state} />
            </div>
            <JobProgress job={job} />
            <div className="flex items-center text-sm text-soft">
              <span className="mr-auto">
                {say(job.kind)} · {timeText(job.created, language)}
              </span>
              <TaskActions job={job} changed={changed} />
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}

export function TaskActions({ job, changed }: { readonly job: JobView; readonly changed: () => void }) {
  const say = useSay();
  const tell = usePreferences((state) => state.tell);
  const act = (path: string, method = "POST"): void => {
    ask(path, method).then(changed, (error: ApiError) => tell(error.message, true));
  };
  const active = job.state === "queued" || job.state === "running";
  return (
    <>
      {active && (
        <IconButton label={`${say("Cancel")}: ${job.name}`} onClick={() => act(`/v1/jobs/${job.id}/cancel`)}>
          <CircleStop size={18} aria-hidden />
        </IconButton>
      )}
      {job.resumable && (
        <IconButton
          label={`${say("Continue")}: ${job.name}`}
          onClick={() => act(`/v1/jobs/${job.id}/resume`)}
        >
          <RotateCcw size={18} aria-hidden />
        </IconButton>
      )}
      {!active && job.state !== "cancelling" && (
        <IconButton
          danger
          label={`${say("Delete")}: ${job.name}`}
          onClick={() => confirm(say("Delete {0}?", job.name)) && act(`/v1/jobs/${job.id}`, "DELETE")}
        >
          <Trash2 size={18} aria-hidden />
        </IconButton>
      )}
    </>
  );
}
