import { useEffect, useRef } from "react";
import type {
  DocumentState,
  EditorCatalog,
  EditorToHost,
  HostToEditor,
  SourceState,
} from "../../src/protocol/editor.ts";
import { ask } from "../api.ts";
import { usePreferences } from "../store.ts";
import { EditorRules } from "./editorRules.ts";

interface Answer {
  readonly text: string;
  readonly document: DocumentState;
  readonly source: SourceState;
  readonly catalog: EditorCatalog;
}

export interface ConfigEditorProps {
  readonly upload: string;
  readonly text: string;
  readonly change: (text: string) => void;
  readonly run: () => void;
  readonly openText: () => void;
  /** Another table is wanted. */
  readonly pick: () => void;
  readonly title: string;
}

/** The config editor of VS Code in a frame of its own; this component is its host and asks the server what VS Code would answer itself. */
export function ConfigEditor({ upload, text, change, run, openText, pick, title }: ConfigEditorProps) {
  const { theme, language } = usePreferences();
  const frame = useRef<HTMLIFrameElement>(null);
  // messages come at any time: what they need is the newest
  const now = useRef({ text, change, run, openText, pick });
  now.current = { text, change, run, openText, pick };
  useEffect(() => {
    let version = 1;
    let line: Promise<void> = Promise.resolve();
    const send = (message: HostToEditor): void =>
      frame.current?.contentWindow?.postMessage(message, location.origin);
    const update = async (asked: object = {}): Promise<Answer> => {
      const answer = await ask<Answer>(`/v1/uploads/${upload}/editor`, "POST", {
        text: now.current.text,
        version: ++version,
        lang: language,
        ...asked,
      });
      if (answer.text !== now.current.text) {
        now.current.text = answer.text;
        now.current.change(answer.text);
      }
      return answer;
    };
    const rules = new EditorRules(upload, (state) => send({ type: "rules", rules: state }));
    const show = ({ document, text }: Answer): void => {
      send({ type: "document", document });
      if (document.kind === "config") rules.see(document, text);
    };
    const begin = async (): Promise<void> => {
      const answer = await update();
      send({ type: "catalog", catalog: answer.catalog });
      send({ type: "source", source: answer.source });
      rules.showAgain();
      show(answer);
      send({ type: "run", run: { state: "idle", fraction: null, label: "", report: false } });
    };
    const reply = async (message: Extract<EditorToHost, { type: "request" }>): Promise<void> => {
      const { id, request } = message;
      try {
        if (request === "edit") show(await update({ changes: message.changes }));
        else if (request === "fix") show(await update({ fix: message.problem }));
        else if (request === "run") now.current.run();
        else if (request === "openText") now.current.openText();
        else if (request === "pickSource") now.current.pick();
        else if (request === "findRules") void rules.find(now.current.text);
        else if (request === "cancelFindRules") rules.stop();
        send({ type: "reply", id });
      } catch (error) {
        send({ type: "reply", id, error: error instanceof Error ? error.message : String(error) });
      }
    };
    const listen = ({ origin, source, data }: MessageEvent<{ readonly editor?: EditorToHost }>): void => {
      if (origin !== location.origin || source !== frame.current?.contentWindow || data.editor === undefined)
        return;
      const { editor } = data;
      // one after another: each change is worked out on the text the one before left
      if (editor.type === "ready") line = line.then(begin, begin);
      else if (editor.type === "request") line = line.then(() => reply(editor));
    };
    window.addEventListener("message", listen);
    return () => {
      window.removeEventListener("message", listen);
      rules.close();
    };
  }, [upload, language]);
  return (
    <iframe
      ref={frame}
      title={title}
      src={`/editor.html?theme=${theme}&lang=${language}&upload=${upload}`}
      className="block h-[36rem] w-full rounded-b-xl border-0"
    />
  );
}
