import { basename } from "node:path";
import * as vscode from "vscode";
import { isAtWork } from "../../runFolder/runState.ts";
import { type PastRun, reportOf, runsOf, runsToRemove } from "../../runs/pastRun.ts";
import { readScores, runLabel, scoresText } from "../../runs/runSummary.ts";
import { workspaceRuns } from "../runs/workspaceRuns.ts";
import type { Services } from "../services.ts";
import { runsOfArgument } from "./artifacts.ts";

/** *Compare with Earlier Run*: two reports of one config side by side. */
export async function compareRuns(services: Services, argument: unknown): Promise<void> {
  const named = (await runsOfArgument(services, argument))?.find((run) => reportOf(run) !== undefined);
  if (named === undefined) return;
  const others = (await runsOf(named.state.config)).filter(
    (run) => run.folder.id !== named.folder.id && reportOf(run) !== undefined,
  );
  if (others.length === 0) {
    services.messages.info(
      vscode.l10n.t("{0} has no other run with a report.", basename(named.state.config)),
    );
    return;
  }
  const items = await Promise.all(
    others.map(async (run) => {
      const scores = await readScores(run);
      return {
        label: runLabel(run, Date.now(), vscode.l10n.t),
        description: scores === null ? "" : scoresText(scores),
        run,
      };
    }),
  );
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t("Compare with which run?"),
  });
  if (picked === undefined) return;
  const [newer, older] = [named, picked.run].sort((a, b) => (a.state.started < b.state.started ? 1 : -1));
  await services.reports.compare(reportOf(newer!)!, reportOf(older!)!);
}

/** *Delete Run*: its folder; the synthetic table beside the config stays. */
export async function deleteRun(services: Services, argument: unknown): Promise<void> {
  const [run] = (await runsOfArgument(services, argument)) ?? [];
  if (run === undefined) return;
  if (isAtWork(run.state)) {
    services.messages.info(vscode.l10n.t("This run is still running: cancel it first."));
    return;
  }
  await confirmRemoval(
    services,
    [run],
    vscode.l10n.t(
      "Delete the run {0}? Its model, losses and report go; the synthetic table stays.",
      run.folder.id,
    ),
  );
}

/** *Clean Up Runs*: per config, all but the newest `syndata.keepRuns`. */
export async function cleanUpRuns(services: Services): Promise<void> {
  const keep = vscode.workspace.getConfiguration("syndata").get<number>("keepRuns", 10);
  const remove = runsToRemove(await workspaceRuns(services.queue.configs), keep);
  if (remove.length === 0) {
    services.messages.info(
      vscode.l10n.t("Nothing to clean up: no config has more than {0} finished runs.", keep),
    );
    return;
  }
  await confirmRemoval(
    services,
    remove,
    vscode.l10n.t(
      "Delete {0} older runs? The newest {1} of each config and all synthetic tables stay.",
      remove.length,
      keep,
    ),
  );
}

async function confirmRemoval(services: Services, runs: readonly PastRun[], question: string): Promise<void> {
  const yes = vscode.l10n.t("Delete");
  if ((await vscode.window.showWarningMessage(question, { modal: true }, yes)) !== yes) return;
  const { removeRun } = await import("../../runFolder/runFolder.ts");
  for (const run of runs) {
    try {
      await removeRun(run.folder);
    } catch (error) {
      services.messages.error(vscode.l10n.t("Cannot delete {0}", run.folder.path), error);
      break;
    }
  }
  await vscode.commands.executeCommand("syndata.refresh");
}
