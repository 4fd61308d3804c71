import { basename, dirname, join } from "node:path";
import * as vscode from "vscode";
import { resolvePaths } from "../../config/paths.ts";
import type { GridToHost, HostToGrid } from "../../protocol/gridView.ts";
import { readRunState } from "../../runFolder/runState.ts";
import { GridFeed } from "../grid/gridFeed.ts";
import { mayLook } from "../mayLook.ts";
import { reason } from "../reason.ts";
import type { Services } from "../services.ts";

/** The rows of the tables of a run, beside its report: they go from the child to the page, and nowhere else. */
export class RowsBeside implements vscode.Disposable {
  readonly #services: Services;
  readonly #send: (message: HostToGrid) => void;
  #feed: GridFeed | undefined;

  constructor(services: Services, send: (message: HostToGrid) => void) {
    this.#services = services;
    this.#send = send;
  }

  /** Opens both tables, and then compares their rows. */
  async show(reportPath: string): Promise<void> {
    this.dispose();
    const feed = new GridFeed(this.#services, this.#send);
    this.#feed = feed;
    feed.sendWords();
    const tables = await tablesOf(reportPath).catch((error: unknown) => new Error(reason(error)));
    if (this.#feed !== feed) return;
    if (tables instanceof Error) {
      for (const grid of ["real", "synthetic"] as const)
        this.#send({ type: "failed", grid, message: tables.message });
      return;
    }
    feed.open("real", tables.real);
    feed.open("synthetic", tables.synthetic);
    await feed.compare(tables);
  }

  async answer(message: Extract<GridToHost, { type: "page" | "copy" }>): Promise<void> {
    await this.#feed?.answer(message);
  }

  dispose(): void {
    this.#feed?.dispose();
    this.#feed = undefined;
  }
}

interface Tables {
  readonly real: string;
  readonly synthetic: string;
  readonly config: string;
}

/** @throws Error in a person's words, where the report was not made by a run or its files may not be read */
async function tablesOf(reportPath: string): Promise<Tables> {
  const folder = dirname(reportPath);
  const state = await readRunState(folder);
  if (state === undefined || state.output === null)
    throw new Error(vscode.l10n.t("This report was not made by a run: open its tables with Open as Table."));
  const config = join(folder, "config.synth.json");
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.file(config)));
  const { parseConfig } = await import("../../config/parseConfig.ts");
  const parsed = parseConfig(text, config);
  if (parsed.config === undefined) throw new Error(vscode.l10n.t("The config of this run cannot be read."));
  const { source } = resolvePaths(parsed.config, state.config);
  for (const file of [source, state.output])
    if (!mayLook(file))
      throw new Error(
        vscode.l10n.t(
          "{0} lies outside this workspace, which is not trusted: it is not read.",
          basename(file),
        ),
      );
  return { real: source, synthetic: state.output, config };
}
