import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { isAlive } from "../service/childOf.ts";
import { scratchFolder, start } from "./runCli.ts";

/** Process numbers of the children of a process; Linux only. */
function childrenOf(pid: number): number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim();
  return text === "" ? [] : text.split(" ").map(Number);
}

it.skipIf(process.platform !== "linux").each([[["profile", "notes.csv"]], [["mvp", "feedback"]]])(
  "Ctrl+C ends %j at once, though its child is in the middle of a large table",
  async (command) => {
    const folder = scratchFolder();
    const line = "the export of the calendar is slow on my phone, and the invoice is late";
    const lines = Array.from({ length: 400_000 }, (_, i) => `${i},"${line} ${i % 977}",${i % 11}\n`);
    writeFileSync(join(folder, "notes.csv"), `id,note,rating\n${lines.join("")}`);
    const tables = [{ id: "notes", path: "notes.csv", text: "note" }];
    const product = { version: 1, product: "P", features: [], feedback: { tables } };
    writeFileSync(join(folder, "p.mvp.json"), JSON.stringify(product));
    const { child, finished } = start(command, folder);
    let workers: number[] = [];
    while (workers.length === 0) {
      await sleep(20);
      workers = childrenOf(child.pid!);
    }
    await sleep(400);
    child.kill("SIGINT");
    expect(await finished).toMatchObject({ code: 130, stdout: "" });
    expect(workers.some(isAlive)).toBe(false);
  },
);
