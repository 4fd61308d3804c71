import * as vscode from "vscode";
import {
  isDamaged,
  type NotebookFile,
  notebookText,
  type OutputChoice,
  parseNotebook,
} from "../../notebook/notebookFile.ts";
import { kindOf, languageOf } from "./cells.ts";

/** What a notebook remembers of its file besides the cells. */
export interface NotebookMetadata {
  readonly outputs?: OutputChoice;
  readonly extra?: Readonly<Record<string, unknown>>;
  /** Why the file is no notebook; its text is the one cell. */
  readonly damaged?: string;
  /** The damaged file's bytes, base64: written back when the text was not touched. */
  readonly bytes?: string;
}

/** `*.synthnb` ⇄ cells. Outputs are never in the file: see `savedOutputs`. */
export const serializer: vscode.NotebookSerializer = {
  deserializeNotebook(content) {
    const text = new TextDecoder().decode(content);
    const file = parseNotebook(text);
    if (!isDamaged(file)) return dataOf(file);
    const raw = new vscode.NotebookCellData(vscode.NotebookCellKind.Code, text, "plaintext");
    const data = new vscode.NotebookData([raw]);
    data.metadata = {
      damaged: file.reason,
      bytes: Buffer.from(content).toString("base64"),
    } satisfies NotebookMetadata;
    return data;
  },
  serializeNotebook(data) {
    const { damaged, bytes, outputs = "omit", extra = {} } = (data.metadata ?? {}) as NotebookMetadata;
    if (damaged !== undefined) return rawBytes(data, bytes);
    const cells = data.cells.map((cell) => ({
      kind: kindOf(cell, cell.languageId),
      text: cell.value.replace(/\r\n/g, "\n"),
      extra: (cell.metadata?.["extra"] ?? {}) as Readonly<Record<string, unknown>>,
    }));
    return new TextEncoder().encode(notebookText({ outputs, cells, extra }));
  },
};

function dataOf(file: NotebookFile): vscode.NotebookData {
  const data = new vscode.NotebookData(
    file.cells.map(({ kind, text, extra }) => {
      const markup = kind === "markdown";
      const cell = new vscode.NotebookCellData(
        markup ? vscode.NotebookCellKind.Markup : vscode.NotebookCellKind.Code,
        text,
        languageOf(kind),
      );
      cell.metadata = { kind, extra };
      return cell;
    }),
  );
  data.metadata = { outputs: file.outputs, extra: file.extra } satisfies NotebookMetadata;
  return data;
}

/** A damaged file is written as it was read, or as its text was edited. */
function rawBytes(data: vscode.NotebookData, bytes = ""): Uint8Array {
  const original = Buffer.from(bytes, "base64");
  const text = data.cells.map((cell) => cell.value).join("\n");
  return text === new TextDecoder().decode(original).replace(/\r\n/g, "\n") ||
    text === new TextDecoder().decode(original)
    ? new Uint8Array(original)
    : new TextEncoder().encode(text);
}
