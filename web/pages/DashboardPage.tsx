import { UploadCloud } from "lucide-react";
import { Link } from "react-router";
import type { JobView } from "../../src/protocol/service.ts";
import type { Me, Page } from "../api.ts";
import { bytesText } from "../format.ts";
import { PageHead, Panel, Refusal } from "../parts/basics.tsx";
import { TaskTable } from "../parts/TaskTable.tsx";
import { usePreferences, useSay } from "../store.ts";
import { useAsk } from "../useAsk.ts";

/** What runs, what waits, how much is used, and the latest jobs. */
export function DashboardPage() {
  const say = useSay();
  const language = usePreferences((state) => state.language);
  const me = useAsk<Me>("/v1/me", 3000);
  const jobs = useAsk<Page<JobView>>("/v1/jobs?limit=8", 2000);
  const { data } = me;
  return (
    <>
      <PageHead title={say("Dashboard")}>
        <Link to="/upload" className="button main">
          <UploadCloud size={18} aria-hidden />
          {say("Upload a table")}
        </Link>
      </PageHead>
      <Refusal error={me.error ?? jobs.error} />
      <div className="mb-5 grid gap-4 sm:grid-cols-3">
        <Figure
          label={say("Running now")}
          value={data?.running}
          note={data && say("at most {0} at once", data.maxRunning)}
          share={data && data.running / data.maxRunning}
        />
        <Figure
          label={say("Waiting")}
          value={data?.queued}
          note={data && say("at most {0}", data.maxQueued)}
          share={data && data.queued / data.maxQueued}
        />
        <Figure
          label={say("Stored")}
          value={data && bytesText(data.bytes, language)}
          note={data && say("of {0}", bytesText(data.quota, language))}
          share={data && data.bytes / data.quota}
        />
      </div>
      {jobs.data?.items.length === 0 ? (
        <Panel className="p-6 sm:p-8">
          <h2 className="mb-2 text-lg font-semibold">{say("Start here")}</h2>
          <p className="mb-5 max-w-prose text-soft">
            {say(
              "Nothing has been made yet. Upload a real table and SynData learns how its columns hang together, then writes new rows that belong to nobody.",
            )}
          </p>
          <Link to="/upload" className="button">
            {say("Upload a table")}
          </Link>
        </Panel>
      ) : (
        <Panel
          title={say("Latest tasks")}
          actions={
            <Link className="link text-sm" to="/tasks">
              {say("All tasks")}
            </Link>
          }
        >
          <TaskTable jobs={jobs.data?.items ?? []} changed={jobs.reload} />
        </Panel>
      )}
    </>
  );
}

function Figure({
  label,
  value,
  note,
  share,
}: {
  readonly label: string;
  readonly value: string | number | undefined;
  readonly note: string | undefined;
  readonly share: number | undefined;
}) {
  return (
    <div className="panel p-4">
      <p className="text-sm text-soft">{label}</p>
      <p className="mt-0.5 text-2xl font-semibold tabular-nums">{value ?? "–"}</p>
      <p className="mb-2 text-[13px] text-soft">{note ?? " "}</p>
      <div className="bar" aria-hidden>
        <i style={{ width: `${Math.min(100, (share ?? 0) * 100)}%` }} />
      </div>
    </div>
  );
}
