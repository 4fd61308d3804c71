import * as vscode from "vscode";
import { reason } from "./reason.ts";

/** An answer offered beside a message. */
export interface Choice {
  readonly title: string;
  readonly do: () => unknown;
}

/** Notifications with buttons; every error carries *Show Log* and is written to the log. */
export class Messages {
  readonly #log: vscode.LogOutputChannel;

  constructor(log: vscode.LogOutputChannel) {
    this.#log = log;
  }

  /** `cause` goes to the log in full, its first line behind the message. Does not wait for the person. */
  error(message: string, cause?: unknown, ...choices: Choice[]): void {
    const text = cause === undefined ? message : `${message}: ${reason(cause)}`;
    this.#log.error(text);
    if (cause instanceof Error && cause.stack) this.#log.debug(cause.stack);
    this.#offer(vscode.window.showErrorMessage, text, [...choices, this.#showLog()]);
  }

  warning(message: string, ...choices: Choice[]): void {
    this.#log.warn(message);
    this.#offer(vscode.window.showWarningMessage, message, choices);
  }

  info(message: string, ...choices: Choice[]): void {
    this.#log.info(message);
    this.#offer(vscode.window.showInformationMessage, message, choices);
  }

  #showLog(): Choice {
    return { title: vscode.l10n.t("Show Log"), do: () => this.#log.show(true) };
  }

  #offer(
    show: (message: string, ...items: string[]) => Thenable<string | undefined>,
    message: string,
    choices: readonly Choice[],
  ): void {
    show(message, ...choices.map(({ title }) => title)).then((picked) =>
      choices.find(({ title }) => title === picked)?.do(),
    );
  }
}
