import * as vscode from "vscode";
import { changeRunMark, type RunMark } from "../../runFolder/runMark.ts";
import type { PastRun } from "../../runs/pastRun.ts";
import type { Services } from "../services.ts";
import { runsOfArgument } from "./artifacts.ts";

/** *Name Run*: a name of the person's own, in place of the config's. */
export const nameRun = asking("name", 80, () =>
  vscode.l10n.t("Name of this run; leave it empty to take the name away"),
);

/** *Write a Note on Run*. */
export const noteRun = asking("note", 2000, () =>
  vscode.l10n.t("Note on this run; leave it empty to take the note away"),
);

/** *Pin Run*: it stays when older runs are cleaned up. */
export const pinRun = marking(() => Promise.resolve({ pinned: true }));

/** *Unpin Run*. */
export const unpinRun = marking(() => Promise.resolve({ pinned: false }));

type Command = (services: Services, argument: unknown) => Promise<void>;

function asking(key: "name" | "note", longest: number, prompt: () => string): Command {
  return marking(async ({ mark }) => {
    const value = await vscode.window.showInputBox({
      prompt: prompt(),
      value: mark[key],
      validateInput: (text) =>
        text.length > longest ? vscode.l10n.t("At most {0} characters.", longest) : undefined,
    });
    return value === undefined ? undefined : { [key]: value };
  });
}

function marking(change: (run: PastRun) => Promise<Partial<RunMark> | undefined>): Command {
  return async (services, argument) => {
    const [run] = (await runsOfArgument(services, argument)) ?? [];
    const changed = run && (await change(run));
    if (run === undefined || changed === undefined) return;
    await changeRunMark(run.folder.path, changed);
    await vscode.commands.executeCommand("syndata.refresh");
  };
}
