import assert from "node:assert/strict";
import { copyFileSync, mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { ServerProcess } from "../../service/serverProcess.ts";
import { changeSettings } from "../lib/server.ts";
import { projectRoot } from "../lib/tools.ts";
import { answerFileDialog, appears, clicked, runCommand, webview } from "../lib/workbench.ts";
import { eventually, type Window } from "./window.ts";

const table = join(projectRoot, "examples/penguins.csv");
const long = { model: { type: "ctgan", epochs: 20_000 }, report: { enabled: false } };

/** *Remote Runs* against a real server: sign in, open a report, download a table, cancel, sign out. */
export function remoteRunsTests({ root, openFolder }: Window): void {
  describe("remote runs", () => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), "syndata-remote-")));
    const settings = join(root, "ud/User/settings.json");
    let earlier = "";
    let server: ServerProcess;
    let page: Page;
    let upload: string;
    const pane = (): Locator =>
      page.locator(".pane", { has: page.locator(".pane-header", { hasText: "Remote Runs" }) });
    const row = (state: string): Locator => pane().locator(".monaco-list-row", { hasText: state });
    const signIn = async (key: string): Promise<void> => {
      await runCommand(page, "SynData: Sign In to the Server");
      const input = page.locator(".quick-input-widget input.input");
      await input.fill(key);
      await page.keyboard.press("Enter");
    };
    /** An action of a row is there while the pointer is over it; the list is drawn anew every three seconds. */
    const act = async (state: string, action: string): Promise<void> => {
      await eventually(action, async () => {
        await row(state)
          .hover({ timeout: 5000 })
          .catch(() => undefined);
        return await clicked(row(state).locator(`.action-label[aria-label*="${action}"]`), 2000);
      });
    };

    before(async () => {
      copyFileSync(table, join(folder, "penguins.csv"));
      server = new ServerProcess();
      await server.start();
      upload = await server.upload("penguins.csv", readFileSync(table, "utf8"));
      earlier = readFileSync(settings, "utf8");
      changeSettings(root, { ...(JSON.parse(earlier) as object), "syndata.server": server.base });
      page = await openFolder(folder);
    });

    after(async () => {
      await page.context().close();
      changeSettings(root, JSON.parse(earlier) as Record<string, unknown>);
      await server.kill();
      for (const path of [folder, server.data]) rmSync(path, { recursive: true, force: true });
    });

    it("asks for a key, and says when it is not known", async () => {
      await eventually("the view", async () => {
        await clicked(page.locator(".activitybar .action-label[aria-label*='SynData']"), 5000);
        return await appears(pane(), 3000);
      });
      await pane().getByText("appear here once you sign in").waitFor();
      await signIn(`${server.key.slice(0, -4)}aaaa`);
      await pane().getByText("does not know this key").waitFor();
      await signIn(server.key);
      await pane().getByText("No runs there yet.").waitFor();
    });

    it("lists a run while it works, and cancels it", async () => {
      const { id } = await server.post<{ id: string }>("/v1/jobs", { kind: "run", upload, config: long });
      await runCommand(page, "SynData: Refresh Remote Runs");
      await row("train").waitFor();
      await act("train", "Cancel on the Server");
      await row("cancelled").waitFor();
      const { state } = (await (await server.call(`/v1/jobs/${id}`)).json()) as { state: string };
      assert.equal(state, "cancelled");
    });

    it("opens the report of a run and downloads its table", async () => {
      const { id } = await server.post<{ id: string }>("/v1/jobs", { kind: "run", upload, rows: 120 });
      await runCommand(page, "SynData: Refresh Remote Runs");
      await row("done").waitFor({ timeout: 120_000 });
      await page.screenshot({ path: join(import.meta.dirname, "../screens/remote-runs.png") });
      await act("done", "Open Report of the Server");
      await webview(page).locator("h1", { hasText: "penguins" }).waitFor();
      const target = join(folder, "remote.csv");
      await act("done", "Download Table");
      await answerFileDialog(page, target, /penguins/);
      await page.locator(".tab", { hasText: "remote.csv" }).waitFor();
      const made = await (await server.call(`/v1/jobs/${id}/outputs/table`)).text();
      assert.equal(readFileSync(target, "utf8"), made);
      assert.equal(made.trim().split("\n").length, 121);
    });

    it("lists nothing after a sign-out", async () => {
      await runCommand(page, "SynData: Sign Out of the Server");
      await pane().getByText("appear here once you sign in").waitFor();
      assert.equal(await row("done").count(), 0);
    });
  });
}
