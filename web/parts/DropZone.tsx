import { FileUp } from "lucide-react";
import { type DragEvent, type ReactNode, useRef, useState } from "react";
import { bytesText } from "../format.ts";
import { usePreferences, useSay } from "../store.ts";
import type { UploadProgress } from "../upload.ts";
import { Panel } from "./basics.tsx";

/** Where a table is dropped or chosen; `children` says what can be sent. */
export function DropZone(props: {
  readonly busy: boolean;
  readonly send: (file: File | undefined) => void;
  readonly children: ReactNode;
}) {
  const { busy, send, children } = props;
  const say = useSay();
  const [over, setOver] = useState(false);
  const choose = useRef<HTMLInputElement>(null);
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    send(event.dataTransfer.files[0]);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button inside does the same by keyboard
    <div
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={`mb-5 flex flex-col items-center gap-3 rounded-xl border-2 border-dashed px-4 py-10 text-center ${over ? "border-accent bg-tint" : "border-line bg-panel"}`}
    >
      <FileUp size={34} className="text-accent" aria-hidden />
      <p className="text-lg font-semibold">{say("Drop a table here")}</p>
      <button type="button" className="button main" disabled={busy} onClick={() => choose.current?.click()}>
        {say("or choose a file")}
      </button>
      <input
        ref={choose}
        type="file"
        hidden
        aria-label={say("Upload a table")}
        onChange={(event) => {
          send(event.target.files?.[0]);
          event.target.value = "";
        }}
      />
      <p className="max-w-prose text-sm text-soft">{children}</p>
    </div>
  );
}

/** How far an upload is. */
export function Sending({
  name,
  progress,
  stop,
}: {
  readonly name: string;
  readonly progress: UploadProgress;
  readonly stop: () => void;
}) {
  const say = useSay();
  const language = usePreferences((state) => state.language);
  const percent = progress.total === 0 ? 0 : Math.round((progress.sent / progress.total) * 100);
  return (
    <Panel className="mb-5 p-4">
      <div className="mb-2 flex flex-wrap items-center gap-3">
        <span className="mr-auto">
          {progress.retrying ? say("The connection was cut; trying again") : say("Uploading {0}", name)}
        </span>
        <span className="text-sm text-soft tabular-nums">
          {bytesText(progress.sent, language)} / {bytesText(progress.total, language)}
        </span>
        <button type="button" className="button" onClick={stop}>
          {say("Stop uploading")}
        </button>
      </div>
      <div
        className="bar"
        role="progressbar"
        aria-label={say("Uploading {0}", name)}
        aria-valuenow={percent}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <i style={{ width: `${percent}%` }} />
      </div>
    </Panel>
  );
}
