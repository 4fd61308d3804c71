import { join, resolve } from "node:path";
import { afterAll, expect, it } from "vitest";
import type { NotebookEvent } from "../../src/protocol/notebook.ts";
import { WorkerClient } from "../../src/worker/client.ts";
import { startNotebook } from "../../src/worker/startNotebook.ts";
import { scratchFolder } from "../cli/runCli.ts";

const client = new WorkerClient(resolve("dist/worker.cjs"));
afterAll(() => client.dispose());

it("a cell in which the worker dies fails alone: it gets its end, and the cells below run in a new worker", async () => {
  const sql = (text: string) => ({ kind: "sql", text });
  const events: NotebookEvent[] = [];
  const handle = startNotebook(
    client,
    {
      path: join(scratchFolder(), "n.synthnb"),
      cells: [
        sql("SELECT 1"),
        sql("SELECT count(*) FROM range(100000000000) t(i) WHERE i % 7 = 3"),
        sql("SELECT 2"),
      ],
      keepGoing: true,
    },
    (event) => {
      events.push(event);
      if (event.type === "start" && event.cell === 1) process.kill(client.pid!, "SIGKILL");
    },
  );
  expect(await handle.result).toBe(1);
  const ends = events.flatMap((e) => (e.type === "end" ? [[e.cell, e.end.state]] : []));
  expect(ends).toEqual([
    [0, "done"],
    [1, "failed"],
    [2, "done"],
  ]);
});
