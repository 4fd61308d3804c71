import { useState } from "react";
import type { JobView } from "../../src/protocol/service.ts";
import type { Page } from "../api.ts";
import { PageHead, Panel, Refusal } from "../parts/basics.tsx";
import { TaskTable } from "../parts/TaskTable.tsx";
import { useSay } from "../store.ts";
import { useAsk } from "../useAsk.ts";

const states = ["queued", "running", "succeeded", "failed", "cancelled"];
const kinds = ["run", "sample", "report", "compare", "impute", "score"];

/** Every job, with filters. */
export function TasksPage() {
  const say = useSay();
  const [state, setState] = useState("");
  const [kind, setKind] = useState("");
  const filter = `${state && `&state=${state}`}${kind && `&kind=${kind}`}`;
  const { data, error, reload } = useAsk<Page<JobView>>(`/v1/jobs?limit=100${filter}`, 1500);
  return (
    <>
      <PageHead title={say("Tasks")}>
        <Choice label={say("Filter by state")} value={state} choose={setState} choices={states} />
        <Choice label={say("Filter by kind")} value={kind} choose={setKind} choices={kinds} />
      </PageHead>
      <Refusal error={error} />
      <Panel>
        {data?.items.length === 0 ? (
          <p className="p-6 text-soft">{say("No task fits the filters.")}</p>
        ) : (
          <TaskTable jobs={data?.items ?? []} changed={reload} />
        )}
      </Panel>
    </>
  );
}

function Choice({
  label,
  value,
  choose,
  choices,
}: {
  readonly label: string;
  readonly value: string;
  readonly choose: (value: string) => void;
  readonly choices: readonly string[];
}) {
  const say = useSay();
  return (
    <select
      className="field w-auto!"
      aria-label={label}
      value={value}
      onChange={(event) => choose(event.target.value)}
    >
      <option value="">{say("All")}</option>
      {choices.map((choice) => (
        <option key={choice} value={choice}>
          {say(choice)}
        </option>
      ))}
    </select>
  );
}
