import { Download, ExternalLink } from "lucide-react";
import { useEffect, useState } from "react";
import { useParams } from "react-router";
import type { JobView } from "../../src/protocol/service.ts";
import { bytesText, durationText, timeText } from "../format.ts";
import { JobProgress, PageHead, Panel, ProblemList, Refusal, StateBadge } from "../parts/basics.tsx";
import { LossChart } from "../parts/LossChart.tsx";
import { StageList } from "../parts/StageList.tsx";
import { TaskActions } from "../parts/TaskTable.tsx";
import { usePreferences, useSay } from "../store.ts";
import { useAsk } from "../useAsk.ts";
import { useEvents } from "../useEvents.ts";

/** One job: its stages, its losses while it trains, its report and files. */
export function TaskPage() {
  const { id = "" } = useParams();
  const say = useSay();
  const language = usePreferences((state) => state.language);
  const [turn, setTurn] = useState(0);
  const events = useEvents(id, turn);
  const { data: job, error, reload } = useAsk<JobView>(`/v1/jobs/${id}`, 2000);
  const newest = events.at(-1)?.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: every event may have changed the job
  useEffect(reload, [newest, reload]);
  if (job === undefined) return <Refusal error={error} />;
  const report = job.outputs.find(({ name }) => name === "report.html");
  const took =
    job.started !== null && job.ended !== null
      ? durationText(Date.parse(job.ended) - Date.parse(job.started), language)
      : null;
  return (
    <>
      <PageHead title={job.name}>
        <StateBadge state={job.state} />
        <TaskActions
          job={job}
          changed={() => {
            reload();
            setTurn((before) => before + 1);
          }}
        />
      </PageHead>
      <p className="-mt-3 mb-5 text-sm text-soft">
        {say(job.kind)} · {timeText(job.created, language)}
        {took !== null && ` · ${took}`}
        {job.attempt > 1 && ` · ${say("Attempt {0}", job.attempt)}`}
      </p>
      {job.reason !== null && <Reason reason={job.reason} />}
      {(job.state === "running" || job.state === "queued" || job.state === "cancelling") && (
        <Panel className="mb-5 p-4">
          <JobProgress job={job} />
        </Panel>
      )}
      <div className="mb-5 grid items-start gap-5 md:grid-cols-2">
        <Panel title={say("Stages")} className="pb-3">
          <StageList events={events} running={job.state === "running" ? job.stage : null} />
        </Panel>
        {job.outputs.length > 0 ? <Files job={job} /> : <LossChart events={events} />}
      </div>
      {job.outputs.length > 0 && <LossChart events={events} />}
      {job.gatesFailed.length > 0 && (
        <Panel title={say("Gates that failed")} className="mb-5 pb-4">
          <ul className="list-disc px-8 text-bad">
            {job.gatesFailed.map((gate) => (
              <li key={gate}>{gate}</li>
            ))}
          </ul>
        </Panel>
      )}
      {report !== undefined && <ReportFrame address={`/v1/jobs/${id}/outputs/report.html?inline=true`} />}
    </>
  );
}

function Reason({ reason }: { readonly reason: NonNullable<JobView["reason"]> }) {
  const say = useSay();
  return (
    <Panel title={say("What went wrong")} className="mb-5 pb-4">
      <p className="px-4 text-bad">{reason.message}</p>
      <ProblemList entries={reason.errors} className="mt-1 list-disc px-8 text-sm" />
    </Panel>
  );
}

function ReportFrame({ address }: { readonly address: string }) {
  const say = useSay();
  const { theme } = usePreferences();
  return (
    <Panel
      title={say("Report")}
      actions={
        <a
          className="link inline-flex items-center gap-1 text-sm"
          href={address}
          target="_blank"
          rel="noreferrer"
        >
          {say("Open in a new tab")}
          <ExternalLink size={14} aria-hidden />
        </a>
      }
    >
      <iframe
        title={say("Report")}
        sandbox="allow-scripts"
        src={`${address}#theme=${theme}`}
        className="mt-2 block h-[80vh] w-full rounded-b-xl border-0 bg-panel"
      />
    </Panel>
  );
}

function Files({ job }: { readonly job: JobView }) {
  const say = useSay();
  const language = usePreferences((state) => state.language);
  return (
    <Panel title={say("Files")} className="pb-2">
      <ul className="divide-y divide-line">
        {job.outputs.map(({ name, file, bytes }) => (
          <li key={name} className="flex items-center gap-3 px-4 py-2">
            <span className="mr-auto min-w-0 truncate">{name === "table" ? file : name}</span>
            <span className="text-sm whitespace-nowrap text-soft">{bytesText(bytes, language)}</span>
            <a
              className="button px-2.5!"
              download
              aria-label={say("Download {0}", file)}
              title={
                /\.(csv|tsv)$/.test(file)
                  ? `${say("Download")} (${say("for spreadsheets")})`
                  : say("Download")
              }
              href={`/v1/jobs/${job.id}/outputs/${encodeURIComponent(name)}${/\.(csv|tsv)$/.test(file) ? "?excelSafe=true" : ""}`}
            >
              <Download size={16} aria-hidden />
            </a>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
