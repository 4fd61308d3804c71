import { readDocument } from "../../../src/extension/editor/documentState.ts";
import { editorCatalog } from "../../../src/extension/editor/editorCatalog.ts";
import { sourceColumn } from "../../../src/extension/editor/sourceColumns.ts";
import { editConfigAll } from "../../../src/jsonc/editConfig.ts";
import { applyEdits } from "../../../src/jsonc/textEdit.ts";
import type { EditorRequest, EditorToHost, HostToEditor, SourceState } from "../../../src/protocol/editor.ts";
import { english } from "../../../src/runs/translate.ts";
import type { TableProfile } from "../../../src/table/profile/tableProfile.ts";

/** The extension host's part without VS Code: a text, its versions, and the answers a view gets. */
export class FakeHost {
  text: string;
  version = 1;
  profile: TableProfile | undefined;
  source: SourceState;
  readonly requests: EditorRequest[] = [];
  /** When set, every edit is refused with it. */
  refusal: string | undefined;
  #send: (message: HostToEditor) => void = () => undefined;

  constructor(text: string, profile: TableProfile | undefined) {
    this.text = text;
    this.profile = profile;
    this.source =
      profile === undefined
        ? { kind: "missing", path: "/data/gone.csv" }
        : {
            kind: "ready",
            path: "/data/table.csv",
            bytes: 5_326_368,
            rows: profile.rows,
            columns: profile.columns.map(sourceColumn),
            warnings: profile.warnings,
          };
  }

  connect(send: (message: HostToEditor) => void): void {
    this.#send = send;
  }

  /** As if another view or the text editor had changed the text. */
  write(text: string): void {
    this.text = text;
    this.version++;
    this.#send({ type: "document", document: this.#read().state });
  }

  tell(message: HostToEditor): void {
    this.#send(message);
  }

  receive(message: EditorToHost): void {
    if (message.type === "ready") {
      this.#send({ type: "catalog", catalog: editorCatalog(english) });
      this.#send({ type: "source", source: this.source });
      this.#send({ type: "document", document: this.#read().state });
    } else if (message.type === "request") {
      this.requests.push(message);
      const error = this.#do(message);
      this.#send({ type: "reply", id: message.id, ...(error !== undefined && { error }) });
    }
  }

  #do(request: EditorRequest): string | undefined {
    if (request.request === "edit") {
      if (this.refusal !== undefined) return this.refusal;
      const changes = request.changes.map(({ path, value }) => ({ path, value }));
      this.write(applyEdits(this.text, editConfigAll(this.text, changes)));
    } else if (request.request === "fix") {
      const fix = this.#read().diagnostics[request.problem];
      if (fix?.fix === undefined) return "no fix";
      this.write(
        applyEdits(this.text, [{ offset: fix.offset, length: fix.length, content: fix.fix.newText }]),
      );
    }
    return undefined;
  }

  #read() {
    const { text, version } = this;
    return readDocument(
      { text, version, path: null, file: "table.synth.json", readonly: false },
      this.profile,
    );
  }
}
