import * as vscode from "vscode";
import type { Services } from "../services.ts";
import { openAsTable, openConfig, openData, openReport, revealRun } from "./artifacts.ts";
import { cancel } from "./cancel.ts";
import { compareWith } from "./compareWith.ts";
import { findPersonalData, registerPersonalPages } from "./findPersonalData.ts";
import { cleanUpRuns, compareRuns, deleteRun } from "./history.ts";
import { nameRun, noteRun, pinRun, unpinRun } from "./markRun.ts";
import { imputeFile, scoreFile } from "./models/applyModel.ts";
import { sampleMore } from "./models/sampleMore.ts";
import { tryAll } from "./models/tryAll.ts";
import { newConfig } from "./newConfig.ts";
import { resume, run } from "./run.ts";
import { showRun } from "./showRun.ts";
import { showTour } from "./showTour.ts";
import { quickSynthesize, synthesize } from "./synthesize.ts";
import { validate } from "./validate.ts";

type Command = (services: Services, argument: unknown, selected: unknown) => unknown;

const commands: Readonly<Record<string, Command>> = {
  synthesize,
  quickSynthesize,
  compareWith,
  findPersonalData,
  run,
  validate,
  cancel,
  resume,
  openReport,
  openData,
  openAsTable,
  sampleMore,
  showTour,
  tryAll,
  imputeFile,
  scoreFile,
  openConfig,
  showLog: ({ log }) => log.show(),
  showRun,
  newConfig,
  compareRuns,
  deleteRun,
  cleanUpRuns,
  nameRun,
  noteRun,
  pinRun,
  unpinRun,
  revealRun,
};

/** Every command but those of the views; what one throws is shown with *Show Log* rather than swallowed. */
export function registerCommands(context: vscode.ExtensionContext, services: Services): void {
  registerPersonalPages(context);
  for (const [name, command] of Object.entries(commands)) {
    const guarded = async (argument: unknown, selected: unknown): Promise<unknown> => {
      try {
        return await command(services, argument, selected);
      } catch (error) {
        services.messages.error(vscode.l10n.t("SynData could not do that"), error);
        return undefined;
      }
    };
    context.subscriptions.push(vscode.commands.registerCommand(`syndata.${name}`, guarded));
  }
}
