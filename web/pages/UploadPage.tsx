import { Sparkles, Trash2 } from "lucide-react";
import { useRef, useState } from "react";
import { Link } from "react-router";
import type { UploadView } from "../../src/protocol/service.ts";
import { ApiError, ask, type Me, type Page } from "../api.ts";
import { bytesText, timeText } from "../format.ts";
import { PageHead, Panel, Refusal } from "../parts/basics.tsx";
import { DropZone, Sending } from "../parts/DropZone.tsx";
import { IconButton } from "../parts/Frame.tsx";
import { ProfilePanel } from "../parts/ProfilePanel.tsx";
import { usePreferences, useSay } from "../store.ts";
import { sendFile, type UploadProgress } from "../upload.ts";
import { useAsk } from "../useAsk.ts";

/** Send a table in, look at its columns, delete tables. */
export function UploadPage() {
  const say = useSay();
  const language = usePreferences((state) => state.language);
  const me = useAsk<Me>("/v1/me");
  const list = useAsk<Page<UploadView>>("/v1/uploads?limit=50", 5000);
  const [sending, setSending] = useState<{ readonly name: string; readonly progress: UploadProgress }>();
  const [error, setError] = useState<ApiError>();
  const [shown, setShown] = useState<string>();
  const stop = useRef<AbortController>(undefined);
  const send = async (file: File | undefined): Promise<void> => {
    if (file === undefined || sending !== undefined) return;
    setError(undefined);
    stop.current = new AbortController();
    try {
      const id = await sendFile(file, stop.current.signal, (progress) =>
        setSending({ name: file.name, progress }),
      );
      setShown(id);
    } catch (failed) {
      if (!stop.current.signal.aborted)
        setError(
          failed instanceof ApiError
            ? failed
            : new ApiError(0, { title: say("The server cannot be reached; trying again.") }),
        );
    } finally {
      setSending(undefined);
      list.reload();
    }
  };
  return (
    <>
      <PageHead title={say("Upload a table")} />
      <Refusal error={error ?? list.error} />
      <DropZone busy={sending !== undefined} send={(file) => void send(file)}>
        {say(
          "CSV, TSV, Parquet, Excel, JSON or NDJSON; text formats may end in .gz. At most {0}.",
          bytesText(me.data?.maxUpload ?? 5e9, language),
        )}
        <br />
        {me.data !== undefined &&
          me.data.retainUploadsDays > 0 &&
          say(
            "The bytes go to this server only. They are deleted after {0} days.",
            me.data.retainUploadsDays,
          )}
      </DropZone>
      {sending !== undefined && <Sending {...sending} stop={() => stop.current?.abort()} />}
      {shown !== undefined && <ProfilePanel id={shown} />}
      {(list.data?.items.length ?? 0) > 0 && (
        <Panel title={say("Tables")}>
          <ul className="divide-y divide-line">
            {list.data?.items.map((upload) => (
              <UploadRow
                key={upload.id}
                upload={upload}
                show={() => setShown(upload.id)}
                changed={list.reload}
              />
            ))}
          </ul>
        </Panel>
      )}
    </>
  );
}

function UploadRow({
  upload,
  show,
  changed,
}: {
  readonly upload: UploadView;
  readonly show: () => void;
  readonly changed: () => void;
}) {
  const say = useSay();
  const { language, tell } = usePreferences();
  const remove = (): void => {
    if (!confirm(say("Delete {0} and everything made from it: tasks, results and models?", upload.name)))
      return;
    ask(`/v1/uploads/${upload.id}?everything=true`, "DELETE").then(changed, (error: ApiError) =>
      tell(error.message, true),
    );
  };
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5">
      <button type="button" className="link mr-auto min-w-0 truncate text-left" onClick={show}>
        {upload.name}
      </button>
      <span className="text-sm text-soft">
        {bytesText(upload.bytes, language)} · {timeText(upload.created, language)}
      </span>
      <Link
        className="button"
        to={`/generate/${upload.id}`}
        aria-label={`${say("Generate")}: ${upload.name}`}
      >
        <Sparkles size={16} aria-hidden />
        {say("Generate")}
      </Link>
      <IconButton danger label={`${say("Delete table")}: ${upload.name}`} onClick={remove}>
        <Trash2 size={18} aria-hidden />
      </IconButton>
    </li>
  );
}
