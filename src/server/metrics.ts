import type { Service } from "../service/service.ts";
import { jobStates } from "./schemas.ts";

/** Figures in the text format of Prometheus 0.0.4: counts and sizes of the whole server, never a name or a value of a table. */
export function metricsText(service: Service): string {
  const jobs = [...service.jobs.all()];
  const { rss, heapUsed } = process.memoryUsage();
  const counts = service.queue.counts();
  const lines = [
    "# HELP syndata_jobs Jobs by state.",
    "# TYPE syndata_jobs gauge",
    ...jobStates.map(
      (state) =>
        `syndata_jobs{state="${state}"} ${jobs.filter(({ status }) => status.state === state).length}`,
    ),
    "# HELP syndata_queue_waiting Jobs that wait, by lane.",
    "# TYPE syndata_queue_waiting gauge",
    `syndata_queue_waiting{lane="train"} ${counts.train.waiting}`,
    `syndata_queue_waiting{lane="light"} ${counts.light.waiting}`,
    "# HELP syndata_uploads Uploaded tables that are kept.",
    "# TYPE syndata_uploads gauge",
    `syndata_uploads ${[...service.uploads.all()].length}`,
    "# HELP process_resident_memory_bytes Resident memory of the server.",
    "# TYPE process_resident_memory_bytes gauge",
    `process_resident_memory_bytes ${rss}`,
    "# HELP nodejs_heap_size_used_bytes JavaScript heap in use.",
    "# TYPE nodejs_heap_size_used_bytes gauge",
    `nodejs_heap_size_used_bytes ${heapUsed}`,
    "# HELP process_uptime_seconds Seconds since the server started.",
    "# TYPE process_uptime_seconds gauge",
    `process_uptime_seconds ${process.uptime().toFixed(1)}`,
  ];
  return `${lines.join("\n")}\n`;
}
