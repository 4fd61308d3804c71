/** Where a run is in its life; the same words in files, views and services. */
export type RunStatus = "queued" | "running" | "cancelling" | "cancelled" | "failed" | "succeeded";

/** Why a run failed. `lost`: its process ended without a result; it was cut off and can be resumed. */
export type FailureReason = "error" | "lost";
