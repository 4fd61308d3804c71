import { runPipeline } from "../pipeline/runPipeline.ts";
import type { WorkerReply, WorkerRequest } from "../protocol/worker.ts";
import { profileTable } from "../table/profileTable.ts";
import { readTable } from "../table/read.ts";

/** Does one job and tells its end. Shared by the child process and by `--in-process`. */
export async function handleJob(
  request: Exclude<WorkerRequest, { type: "cancel" }>,
  reply: (message: WorkerReply) => void,
  signal: AbortSignal,
): Promise<void> {
  const { id } = request;
  switch (request.type) {
    case "run": {
      const exitCode = await runPipeline(request.job, (event) => reply({ type: "event", id, event }), signal);
      reply({ type: "end", id, exitCode });
      return;
    }
    case "profile": {
      const profile = profileTable(await readTable(request.path));
      reply({ type: "profile", id, profile });
      reply({ type: "end", id, exitCode: 0 });
      return;
    }
    case "compare":
      throw new Error("not built yet");
  }
}
