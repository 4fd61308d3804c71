import { Download, Trash2 } from "lucide-react";
import { useState } from "react";
import { useNavigate } from "react-router";
import type { JobView, ModelView } from "../../src/protocol/service.ts";
import { type ApiError, ask, type Page } from "../api.ts";
import { bytesText, timeText } from "../format.ts";
import { Empty, Field, PageHead, Panel, Refusal } from "../parts/basics.tsx";
import { IconButton } from "../parts/Frame.tsx";
import { usePreferences, useSay } from "../store.ts";
import { useAsk } from "../useAsk.ts";

/** Trained models: look at rows of one, make more tables from it. */
export function ModelsPage() {
  const say = useSay();
  const { data, error, reload } = useAsk<Page<ModelView>>("/v1/models?limit=100", 10_000);
  return (
    <>
      <PageHead title={say("Models")} />
      <Refusal error={error} />
      {data?.items.length === 0 && (
        <Empty title={say("No models yet. A task that generates a table keeps its model here.")} />
      )}
      <div className="space-y-4">
        {data?.items.map((model) => (
          <ModelCard key={model.id} model={model} changed={reload} />
        ))}
      </div>
    </>
  );
}

function ModelCard({ model, changed }: { readonly model: ModelView; readonly changed: () => void }) {
  const say = useSay();
  const go = useNavigate();
  const { language, tell } = usePreferences();
  const [rows, setRows] = useState("1000");
  const [where, setWhere] = useState("");
  const [probe, setProbe] = useState<readonly Readonly<Record<string, unknown>>[]>();
  const [error, setError] = useState<ApiError>();
  const [busy, setBusy] = useState(false);
  const conditions = where
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const extra = conditions.length > 0 ? { where: conditions } : {};
  const look = async (): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      setProbe(
        (
          await ask<{ readonly rows: readonly Readonly<Record<string, unknown>>[] }>(
            `/v1/models/${model.id}/probe`,
            "POST",
            { rows: 20, ...extra },
          )
        ).rows,
      );
    } catch (failed) {
      setError(failed as ApiError);
    }
    setBusy(false);
  };
  const make = (): void => {
    ask<JobView>("/v1/jobs", "POST", { kind: "sample", model: model.id, rows: Number(rows), ...extra }).then(
      ({ id }) => void go(`/tasks/${id}`),
      setError,
    );
  };
  const remove = (): void => {
    if (!confirm(say("Delete {0}?", model.name))) return;
    ask(`/v1/models/${model.id}`, "DELETE").then(changed, (failed: ApiError) => tell(failed.message, true));
  };
  return (
    <Panel
      title={model.name}
      actions={
        <>
          <span className="text-sm text-soft">
            {model.type} · {bytesText(model.bytes)} · {say("trained {0}", timeText(model.created, language))}
          </span>
          <a
            className="inline-grid size-9 place-items-center rounded-lg text-soft hover:bg-raised hover:text-ink"
            href={`/v1/models/${model.id}/file`}
            aria-label={say("Download {0}", `${model.name}.synthmodel`)}
            title={say("Download")}
          >
            <Download size={18} aria-hidden />
          </a>
          <IconButton danger label={`${say("Delete")}: ${model.name}`} onClick={remove}>
            <Trash2 size={18} aria-hidden />
          </IconButton>
        </>
      }
    >
      <div className="p-4">
        <Refusal error={error} />
        <div className="flex flex-wrap items-end gap-4">
          <div className="w-36">
            <Field label={say("Rows to make")}>
              <input
                className="field"
                type="number"
                min={1}
                value={rows}
                onChange={(event) => setRows(event.target.value)}
              />
            </Field>
          </div>
          <div className="min-w-56 flex-1">
            <Field label={`${say("Conditions")} (${say("one a line, e.g. country=FR")})`}>
              <textarea
                className="field block h-[38px] font-mono text-sm"
                rows={1}
                value={where}
                onChange={(event) => setWhere(event.target.value)}
              />
            </Field>
          </div>
          <button type="button" className="button" disabled={busy} onClick={() => void look()}>
            {say("Show 20 rows")}
          </button>
          <button type="button" className="button main" onClick={make}>
            {say("Make a table")}
          </button>
        </div>
        {probe !== undefined && probe.length > 0 && (
          <Rows rows={probe} label={say("Rows of {0}", model.name)} />
        )}
      </div>
    </Panel>
  );
}

function Rows({
  rows,
  label,
}: {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly label: string;
}) {
  const columns = Object.keys(rows[0] ?? {});
  return (
    <section
      aria-label={label}
      tabIndex={0}
      className="mt-4 max-h-80 overflow-auto rounded-lg border border-line"
    >
      <table className="table text-sm">
        <thead className="sticky top-0 bg-raised">
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            <tr key={i}>
              {columns.map((column) => (
                <td key={column} className="whitespace-nowrap">
                  {String(row[column] ?? "")}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
