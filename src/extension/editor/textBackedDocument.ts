import * as vscode from "vscode";
import type { TextEdit } from "../../jsonc/textEdit.ts";

/** A burst of text changes is read once. */
const settleMs = 25;

/**
 * A TextDocument that views show and change. The text is the only truth: a view's edit becomes one WorkspaceEdit, which is one undo
 * step, and whatever changed the text, `textChanged` is called once it settles.
 */
export abstract class TextBackedDocument implements vscode.Disposable {
  readonly document: vscode.TextDocument;
  readonly #follow: vscode.Disposable;
  #settle: NodeJS.Timeout | undefined;
  #line: Promise<unknown> = Promise.resolve();

  constructor(document: vscode.TextDocument) {
    this.document = document;
    this.#follow = vscode.workspace.onDidChangeTextDocument((event) => {
      if (event.document !== document || event.contentChanges.length === 0) return;
      clearTimeout(this.#settle);
      this.#settle = setTimeout(() => this.textChanged(), settleMs);
    });
  }

  protected abstract textChanged(): void;

  /** Absolute path of the file, null when it is not on a disk. */
  get path(): string | null {
    const { scheme, fsPath } = this.document.uri;
    return scheme === "file" ? fsPath : null;
  }

  get isReadonly(): boolean {
    return vscode.workspace.fs.isWritableFileSystem(this.document.uri.scheme) === false;
  }

  dispose(): void {
    clearTimeout(this.#settle);
    this.#follow.dispose();
  }

  /** Edits wait for each other, since each is worked out on the text that the one before left. */
  protected inLine(signal: AbortSignal | undefined, plan: () => readonly TextEdit[]): Promise<void> {
    const done = this.#line.then(async () => {
      if (signal?.aborted) return;
      const edits = plan();
      if (edits.length === 0) return;
      const change = new vscode.WorkspaceEdit();
      for (const { offset, length, content } of edits) {
        const range = new vscode.Range(
          this.document.positionAt(offset),
          this.document.positionAt(offset + length),
        );
        change.replace(this.document.uri, range, content);
      }
      if (!(await vscode.workspace.applyEdit(change)))
        throw new Error(vscode.l10n.t("The file could not be changed; it may be read-only."));
    });
    this.#line = done.catch(() => undefined);
    return done;
  }
}
