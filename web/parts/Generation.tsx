import { Play } from "lucide-react";
import { useEffect, useState } from "react";
import { useNavigate } from "react-router";
import type { JobView, ProblemEntry } from "../../src/protocol/service.ts";
import { ApiError, ask } from "../api.ts";
import { usePreferences, useSay } from "../store.ts";
import { Panel, Refusal } from "./basics.tsx";
import { ConfigEditor } from "./ConfigEditor.tsx";

/** The config of a table, as a form or as text; it is checked and run from there. Rows, seed and format are fields of the config. */
export function Generation({ upload }: { readonly upload: string }) {
  const say = useSay();
  const go = useNavigate();
  const tell = usePreferences((state) => state.tell);
  const language = usePreferences((state) => state.language);
  const [text, setText] = useState<string>();
  const [asText, setAsText] = useState(false);
  const [error, setError] = useState<ApiError>();
  useEffect(() => {
    ask<{ readonly config: string }>(`/v1/uploads/${upload}/config`, "POST").then(
      ({ config }) => setText(config),
      setError,
    );
  }, [upload]);
  const run = (): void => {
    setError(undefined);
    ask<JobView>("/v1/jobs", "POST", { kind: "run", upload, config: text, lang: language }).then(
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
  const title = say("Model, columns, rules, gates");
  return (
    <>
      <Refusal error={error} />
      <Panel title={title} actions={<FormOrText asText={asText} choose={setAsText} />}>
        {text === undefined && error === undefined && (
          <p className="p-4 text-soft" aria-live="polite">{`${say("Reading the table")}…`}</p>
        )}
        {text !== undefined && asText && <ConfigText text={text} change={setText} check={check} run={run} />}
        {text !== undefined && !asText && (
          <div className="mt-2 border-t border-line">
            <ConfigEditor
              upload={upload}
              text={text}
              change={setText}
              run={run}
              openText={() => setAsText(true)}
              pick={() => void go("/upload")}
              title={title}
            />
          </div>
        )}
      </Panel>
    </>
  );
}

function FormOrText(props: { readonly asText: boolean; readonly choose: (asText: boolean) => void }) {
  const say = useSay();
  return (
    <div className="flex gap-1 rounded-lg bg-raised p-1">
      {[false, true].map((choice) => (
        <button
          key={String(choice)}
          type="button"
          aria-pressed={props.asText === choice}
          onClick={() => props.choose(choice)}
          className={`rounded-md px-3 py-1 text-sm font-medium ${props.asText === choice ? "bg-panel" : "text-soft"}`}
        >
          {say(choice ? "Text" : "Form")}
        </button>
      ))}
    </div>
  );
}

function ConfigText(props: {
  readonly text: string;
  readonly change: (text: string) => void;
  readonly check: () => void;
  readonly run: () => void;
}) {
  const say = useSay();
  return (
    <div className="p-4">
      <textarea
        className="field h-[30rem] font-mono text-[13px] leading-relaxed"
        aria-label={say("Config as text")}
        spellCheck={false}
        value={props.text}
        onChange={(event) => props.change(event.target.value)}
      />
      <div className="mt-3 flex justify-end gap-3">
        <button type="button" className="button" onClick={props.check}>
          {say("Check")}
        </button>
        <button type="button" className="button main" onClick={props.run}>
          <Play size={16} aria-hidden />
          {say("Run")}
        </button>
      </div>
    </div>
  );
}
