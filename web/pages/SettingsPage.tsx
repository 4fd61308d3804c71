import { Copy, Trash2 } from "lucide-react";
import { type FormEvent, useState } from "react";
import { type ApiError, ask, type Me } from "../api.ts";
import { timeText } from "../format.ts";
import { Field, PageHead, Panel, Refusal } from "../parts/basics.tsx";
import { IconButton } from "../parts/Frame.tsx";
import { usePreferences, useSay } from "../store.ts";
import { useAsk } from "../useAsk.ts";

interface Key {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly created: string;
}

/** Keys for programs, and what this server allows. */
export function SettingsPage() {
  const say = useSay();
  const { data: me, error } = useAsk<Me>("/v1/me");
  const days = (count: number): string => (count === 0 ? say("for ever") : say("{0} days", count));
  return (
    <>
      <PageHead title={say("Settings")} />
      <Refusal error={error} />
      {me?.scopes.includes("admin") && <Keys />}
      <Panel title={say("This server")} className="pb-4">
        {me !== undefined && (
          <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1.5 px-4 pt-1">
            <dt className="text-soft">{say("Version")}</dt>
            <dd>{me.version}</dd>
            <dt className="text-soft">{say("Tenant")}</dt>
            <dd>{me.tenant}</dd>
            <dt className="text-soft">{say("Uploads are kept")}</dt>
            <dd>{days(me.retainUploadsDays)}</dd>
            <dt className="text-soft">{say("Results are kept")}</dt>
            <dd>{days(me.retainOutputsDays)}</dd>
          </dl>
        )}
        <p className="px-4 pt-3">
          <a className="link" href="/docs">
            {say("Description of the API")}
          </a>
        </p>
      </Panel>
    </>
  );
}

function Keys() {
  const say = useSay();
  const { language, tell } = usePreferences();
  const list = useAsk<{ readonly items: readonly Key[] }>("/v1/keys");
  const [name, setName] = useState("");
  const [made, setMade] = useState<string>();
  const [error, setError] = useState<ApiError>();
  const make = (event: FormEvent): void => {
    event.preventDefault();
    ask<{ readonly key: string }>("/v1/keys", "POST", { name }).then(({ key }) => {
      setMade(key);
      setName("");
      list.reload();
    }, setError);
  };
  const copy = (): void => {
    void navigator.clipboard?.writeText(made ?? "").then(() => tell(say("Copied")));
  };
  return (
    <Panel title={say("Keys")} className="mb-5">
      <p className="px-4 text-sm text-soft">
        {say("Programs send a key as Authorization: Bearer. It opens everything of this tenant.")}
      </p>
      <div className="p-4">
        <Refusal error={error ?? list.error} />
        <form onSubmit={make} className="flex flex-wrap items-end gap-3">
          <div className="min-w-48 flex-1 sm:max-w-xs">
            <Field label={say("What it is for")}>
              <input
                className="field"
                required
                maxLength={100}
                value={name}
                onChange={(event) => setName(event.target.value)}
              />
            </Field>
          </div>
          <button type="submit" className="button main">
            {say("Make a key")}
          </button>
        </form>
        {made !== undefined && (
          <div role="status" className="mt-4 rounded-lg bg-tint p-3">
            <p className="mb-2 text-sm font-medium">{say("Copy this key now; it cannot be shown again.")}</p>
            <div className="flex items-center gap-2">
              <code className="min-w-0 flex-1 text-sm break-all">{made}</code>
              <IconButton label={say("Copy")} onClick={copy}>
                <Copy size={16} aria-hidden />
              </IconButton>
            </div>
          </div>
        )}
      </div>
      <ul className="divide-y divide-line border-t border-line">
        {list.data?.items.map((key) => (
          <li key={key.id} className="flex flex-wrap items-center gap-3 px-4 py-2">
            <span className="mr-auto font-medium">{key.name}</span>
            <span className="text-sm text-soft">
              {key.scopes.join(", ")} · {timeText(key.created, language)}
            </span>
            <IconButton
              danger
              label={`${say("Remove")}: ${key.name}`}
              onClick={() => {
                if (confirm(say("Delete {0}?", key.name)))
                  ask(`/v1/keys/${key.id}`, "DELETE").then(list.reload, setError);
              }}
            >
              <Trash2 size={18} aria-hidden />
            </IconButton>
          </li>
        ))}
        {list.data?.items.length === 0 && <li className="px-4 py-3 text-soft">{say("No keys yet.")}</li>}
      </ul>
    </Panel>
  );
}
