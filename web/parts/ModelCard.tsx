import { Download, Trash2 } from "lucide-react";
import { useState } from "react";
import { useNavigate } from "react-router";
import type { JobView, ModelView } from "../../src/protocol/service.ts";
import { type ApiError, ask } from "../api.ts";
import { bytesText, timeText } from "../format.ts";
import { usePreferences, useSay } from "../store.ts";
import { Field, Panel, Refusal } from "./basics.tsx";
import { IconButton } from "./Frame.tsx";

type Row = Readonly<Record<string, unknown>>;

/** A trained model: download it, delete it, show rows of it, generate tables from it. */
export function ModelCard({ model, changed }: { readonly model: ModelView; readonly changed: () => void }) {
  const say = useSay();
  const go = useNavigate();
  const [probe, setProbe] = useState<readonly Row[]>([]);
  const [error, setError] = useState<ApiError>();
  const [busy, setBusy] = useState(false);
  const look = async (where: object): Promise<void> => {
    setBusy(true);
    setError(undefined);
    const asked = { rows: 20, ...where };
    await ask<{ readonly rows: readonly Row[] }>(`/v1/models/${model.id}/probe`, "POST", asked).then(
      ({ rows }) => setProbe(rows),
      setError,
    );
    setBusy(false);
  };
  const make = (rows: number, where: object): void => {
    ask<JobView>("/v1/jobs", "POST", { kind: "sample", model: model.id, rows, ...where }).then(
      ({ id }) => void go(`/tasks/${id}`),
      setError,
    );
  };
  return (
    <Panel title={model.name} actions={<ModelActions model={model} changed={changed} />}>
      <div className="p-4">
        <Refusal error={error} />
        <SampleForm busy={busy} look={(where) => void look(where)} make={make} />
        {probe.length > 0 && <Rows rows={probe} label={say("Rows of {0}", model.name)} />}
      </div>
    </Panel>
  );
}

function ModelActions({ model, changed }: { readonly model: ModelView; readonly changed: () => void }) {
  const say = useSay();
  const { language, tell } = usePreferences();
  const remove = (): void => {
    if (!confirm(say("Delete {0}?", model.name))) return;
    ask(`/v1/models/${model.id}`, "DELETE").then(changed, (failed: ApiError) => tell(failed.message, true));
  };
  return (
    <>
      <span className="text-sm text-soft">
        {model.type} · {bytesText(model.bytes, language)} ·{" "}
        {say("trained {0}", timeText(model.created, language))}
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
  );
}

/** How many rows, and on what conditions; `where` of a request holds them, one a line. */
function SampleForm(props: {
  readonly busy: boolean;
  readonly look: (where: object) => void;
  readonly make: (rows: number, where: object) => void;
}) {
  const say = useSay();
  const [rows, setRows] = useState("1000");
  const [text, setText] = useState("");
  const conditions = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const where = conditions.length > 0 ? { where: conditions } : {};
  return (
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
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </Field>
      </div>
      <button type="button" className="button" disabled={props.busy} onClick={() => props.look(where)}>
        {say("Show 20 rows")}
      </button>
      <button type="button" className="button main" onClick={() => props.make(Number(rows), where)}>
        {say("Make a table")}
      </button>
    </div>
  );
}

function Rows({ rows, label }: { readonly rows: readonly Row[]; readonly label: string }) {
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
