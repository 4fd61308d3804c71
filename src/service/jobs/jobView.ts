import type { JobView } from "../../protocol/service.ts";
import { isEnded, type StoredJob } from "./jobRecord.ts";

/** What a client sees of a job. `position`: jobs that wait before it. */
export function jobView(
  { request, status, live, cancelling }: StoredJob,
  position: number | undefined,
): JobView {
  const state = cancelling === true && !isEnded(status) ? "cancelling" : status.state;
  const at = state === "running" || state === "cancelling" ? live : null;
  return {
    id: request.id,
    kind: request.kind,
    name: request.name,
    state,
    stage: status.stage,
    fraction: at?.fraction ?? null,
    label: at?.label ?? null,
    etaMs: at?.etaMs ?? null,
    attempt: Math.max(1, status.attempt),
    position: state === "queued" ? (position ?? null) : null,
    created: request.created,
    started: status.started,
    ended: status.ended,
    upload: request.uploads[0] ?? null,
    model: request.models[0] ?? null,
    rows: request.rows,
    gates: status.gates,
    gatesFailed: status.gatesFailed,
    reason: status.reason,
    outputs: status.outputs,
    resumable: status.state === "failed" || status.state === "cancelled",
  };
}
