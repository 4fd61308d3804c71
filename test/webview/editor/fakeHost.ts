import { parse } from "jsonc-parser";
import { parseConfig } from "../../../src/config/parseConfig.ts";
import { readDocument } from "../../../src/editor/documentState.ts";
import { editorCatalog } from "../../../src/editor/editorCatalog.ts";
import { sourceColumn } from "../../../src/editor/sourceColumns.ts";
import { ConfigRules } from "../../../src/extension/editor/configRules.ts";
import { rulesText } from "../../../src/extension/language/rulesText.ts";
import { editConfigAll } from "../../../src/jsonc/editConfig.ts";
import { applyEdits } from "../../../src/jsonc/textEdit.ts";
import type { EditorRequest, EditorToHost, HostToEditor, SourceState } from "../../../src/protocol/editor.ts";
import { english } from "../../../src/runs/translate.ts";
import type { TableProfile } from "../../../src/table/profile/tableProfile.ts";
import { readTable } from "../../../src/table/read/read.ts";
import { describeTable } from "../../../src/transform/personal/profilePersonal.ts";
import { startInProcess } from "../../../src/worker/inProcess.ts";

/** The extension host's part without VS Code: a text, its versions, and the answers a view gets. */
export class FakeHost {
  text: string;
  version = 1;
  profile: TableProfile | undefined;
  source: SourceState;
  readonly requests: EditorRequest[] = [];
  /** Set where the source is a real file: rules are then looked for and checked in it. */
  rules: ConfigRules | undefined;
  data: string | undefined;
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
            columns: profile.columns.map((column) => sourceColumn(column)),
            warnings: profile.warnings,
          };
  }

  /** A host whose source is a real file beside nothing else. */
  static async onFile(text: string, data: string): Promise<FakeHost> {
    const host = new FakeHost(text, describeTable(await readTable(data)));
    const worker = { start: startInProcess, dispose: () => undefined };
    const checks = {
      checkRules: (path: string, config: string) =>
        startInProcess("checkRules", { data: path, config }).result,
    };
    const rules = new ConfigRules(
      checks,
      () => worker,
      () => {
        host.#send({ type: "rules", rules: rules.state });
        host.#send({ type: "document", document: host.#read().state });
      },
    );
    host.rules = rules;
    host.data = data;
    return host;
  }

  connect(send: (message: HostToEditor) => void): void {
    this.#send = send;
  }

  /** As if another view or the text editor had changed the text. */
  write(text: string): void {
    this.text = text;
    this.version++;
    this.#followRules();
    this.#send({ type: "document", document: this.#read().state });
  }

  tell(message: HostToEditor): void {
    this.#send(message);
  }

  receive(message: EditorToHost): void {
    if (message.type === "ready") {
      this.#send({ type: "catalog", catalog: editorCatalog(english) });
      this.#send({ type: "source", source: this.source });
      this.#followRules();
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
    } else if (request.request === "findRules") void this.rules?.find(this.#ruleSource());
    else if (request.request === "cancelFindRules") this.rules?.cancel();
    return undefined;
  }

  #ruleSource() {
    return { data: this.data!, config: rulesText(parse(this.text)) };
  }

  #followRules(): void {
    const { state } = this.#read();
    if (this.data === undefined) return;
    const some = state.kind === "config" && state.rules.length > 0;
    this.rules?.want(some ? this.#ruleSource() : undefined);
  }

  #read() {
    const { text, version } = this;
    return readDocument(
      { text, version, path: null, file: "table.synth.json", readonly: false },
      this.profile,
      parseConfig(text, "table.synth.json"),
      this.rules?.state.checks ?? null,
    );
  }
}
