import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { smallTable } from "../../server/serverForTests.ts";
import { ServerProcess } from "../../service/serverProcess.ts";
import { closeEditors, runCommand, webview } from "../lib/workbench.ts";
import { eventually, type Window } from "./window.ts";

/** The view of a server's runs, against a real server: sign in, look, open a report. */
export function remoteTests({ page, root, shot }: Window): void {
  const settings = join(root, "ud/User/settings.json");
  let without: string;
  let server: ServerProcess;

  describe("remote runs", () => {
    before(async () => {
      without = readFileSync(settings, "utf8");
      server = new ServerProcess();
      await server.start();
      const upload = await server.upload("visitors.csv", smallTable());
      const config = { model: { type: "independent" }, report: { sections: ["fidelity"] } };
      const { id } = await server.post<{ id: string }>("/v1/jobs", { kind: "run", upload, config });
      await eventually("the run on the server", async () => {
        const { state } = await server.get<{ state: string }>(`/v1/jobs/${id}`);
        return state === "succeeded";
      });
    });
    after(async () => {
      writeFileSync(settings, without);
      await server.kill("SIGTERM");
    });

    it("a sign-in with a key lists the runs of the server, and a click opens a report", async () => {
      writeFileSync(settings, JSON.stringify({ ...JSON.parse(without), "syndata.server": server.base }));
      await runCommand(page, "Focus on Remote Runs View");
      await runCommand(page, "SynData: Sign In to the Server");
      await page.locator(".quick-input-title", { hasText: `Sign in to ${server.base}` }).waitFor();
      await page.locator(".quick-input-widget input.input").fill(server.key);
      await page.keyboard.press("Enter");
      const view = page.locator(".pane", { hasText: "Remote Runs" });
      const run = view.locator(".monaco-list-row", { hasText: "visitors.csv" });
      await run.waitFor();
      await shot("remote-runs");
      await run.click();
      await webview(page).getByRole("heading", { name: "Key figures" }).waitFor();
      await closeEditors(page);
    });
  });
}
