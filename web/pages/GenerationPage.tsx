import { Play } from "lucide-react";
import { useEffect, useState } from "react";
import { Link, useNavigate, useParams } from "react-router";
import type { JobView, ProblemEntry, UploadView } from "../../src/protocol/service.ts";
import { ApiError, ask, type Page } from "../api.ts";
import { Empty, Field, PageHead, Panel, Refusal } from "../parts/basics.tsx";
import { ConfigEditor } from "../parts/ConfigEditor.tsx";
import { usePreferences, useSay } from "../store.ts";
import { useAsk } from "../useAsk.ts";

const formats = ["csv", "tsv", "parquet", "ndjson", "json"];

/** Choose a table, change its config in the form or as text, run it. */
export function GenerationPage() {
  const say = useSay();
  const { upload } = useParams();
  const go = useNavigate();
  const list = useAsk<Page<UploadView>>("/v1/uploads?limit=200");
  const items = list.data?.items ?? [];
  const chosen = upload ?? items[0]?.id;
  if (list.data !== undefined && items.length === 0)
    return (
      <>
        <PageHead title={say("Generate")} />
        <Empty title={say("Upload a table first.")}>
          <Link to="/upload" className="button main">
            {say("Upload a table")}
          </Link>
        </Empty>
      </>
    );
  return (
    <>
      <PageHead title={say("Generate")} />
      <Refusal error={list.error} />
      <div className="mb-5 max-w-md">
        <Field label={say("Table")}>
          <select
            className="field"
            value={chosen ?? ""}
            onChange={(event) => void go(`/generate/${event.target.value}`)}
          >
            {items.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </Field>
      </div>
      {chosen !== undefined && <Generation key={chosen} upload={chosen} />}
    </>
  );
}

function Generation({ upload }: { readonly upload: string }) {
  const say = useSay();
  const go = useNavigate();
  const tell = usePreferences((state) => state.tell);
  const [text, setText] = useState<string>();
  const [asText, setAsText] = useState(false);
  const [rows, setRows] = useState("");
  const [seed, setSeed] = useState("");
  const [format, setFormat] = useState("");
  const [error, setError] = useState<ApiError>();
  useEffect(() => {
    ask<{ readonly config: string }>(`/v1/uploads/${upload}/config`, "POST").then(
      ({ config }) => setText(config),
      setError,
    );
  }, [upload]);
  const run = (): void => {
    setError(undefined);
    const body = {
      kind: "run",
      upload,
      config: text,
      ...(rows !== "" && { rows: Number(rows) }),
      ...(seed !== "" && { seed: Number(seed) }),
      ...(format !== "" && { format }),
    };
    ask<JobView>("/v1/jobs", "POST", body).then(
      ({ id }) => void go(`/tasks/${id}`),
      (failed: ApiError) => {
        setError(failed);
        window.scrollTo({ top: 0 });
      },
    );
  };
  const check = (): void => {
    setError(undefined);
    ask<{ readonly valid: boolean; readonly findings: readonly ProblemEntry[] }>(
      "/v1/configs/validate",
      "POST",
      { config: text, upload },
    ).then(({ findings }) => {
      if (findings.length === 0) tell(say("The config has no errors."));
      else setError(new ApiError(422, { title: say("Check"), errors: findings }));
    }, setError);
  };
  return (
    <>
      <Refusal error={error} />
      <Panel
        className="mb-5"
        title={say("Model, columns, rules, gates")}
        actions={
          <div className="flex gap-1 rounded-lg bg-raised p-1">
            {[false, true].map((choice) => (
              <button
                key={String(choice)}
                type="button"
                aria-pressed={asText === choice}
                onClick={() => setAsText(choice)}
                className={`rounded-md px-3 py-1 text-sm font-medium ${asText === choice ? "bg-panel" : "text-soft"}`}
              >
                {say(choice ? "Text" : "Form")}
              </button>
            ))}
          </div>
        }
      >
        {text === undefined ? (
          <p className="p-4 text-soft" aria-live="polite">
            {error === undefined ? `${say("Reading the table")}…` : ""}
          </p>
        ) : asText ? (
          <div className="p-4">
            <textarea
              className="field h-[30rem] font-mono text-[13px] leading-relaxed"
              aria-label={say("Config as text")}
              spellCheck={false}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
            <button type="button" className="button mt-3" onClick={check}>
              {say("Check")}
            </button>
          </div>
        ) : (
          <div className="mt-2 border-t border-line">
            <ConfigEditor
              upload={upload}
              text={text}
              change={setText}
              run={run}
              openText={() => setAsText(true)}
              title={say("Model, columns, rules, gates")}
            />
          </div>
        )}
      </Panel>
      <Panel className="flex flex-wrap items-end gap-4 p-4">
        <div className="w-64">
          <Field label={say("Rows to make")}>
            <input
              className="field"
              type="number"
              min={1}
              inputMode="numeric"
              placeholder={say("as many as the table has")}
              value={rows}
              onChange={(event) => setRows(event.target.value)}
            />
          </Field>
        </div>
        <div className="w-32">
          <Field label={say("Seed")}>
            <input
              className="field"
              type="number"
              min={0}
              inputMode="numeric"
              placeholder="42"
              value={seed}
              onChange={(event) => setSeed(event.target.value)}
            />
          </Field>
        </div>
        <div className="w-40">
          <Field label={say("Format")}>
            <select className="field" value={format} onChange={(event) => setFormat(event.target.value)}>
              <option value="">{say("as the table")}</option>
              {formats.map((name) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </select>
          </Field>
        </div>
        <button
          type="button"
          className="button main ml-auto min-w-28"
          disabled={text === undefined}
          onClick={run}
        >
          <Play size={16} aria-hidden />
          {say("Run")}
        </button>
      </Panel>
    </>
  );
}
