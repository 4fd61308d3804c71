import type { Job } from "../../client/operations.ts";
import { agoText } from "../../runs/timeText.ts";
import type { Translate } from "../../runs/translate.ts";

/** How a job of a server looks in a list. */
export interface JobLook {
  readonly label: string;
  readonly description: string;
  readonly tooltip: string;
  /** Of VS Code's icons. */
  readonly icon: string;
  /** Words that menus look for: `remote`, and `active`, `report`, `table`. */
  readonly context: string;
}

const icons: Readonly<Record<Job["state"], string>> = {
  queued: "clock",
  running: "sync~spin",
  cancelling: "sync~spin",
  succeeded: "pass",
  failed: "error",
  cancelled: "circle-slash",
};

/** The words and the icon of a job; `now` in milliseconds since 1970. */
export function jobLook(job: Job, t: Translate, now: number): JobLook {
  const failed = job.gates === "failed";
  const state = failed ? t("gates failed") : stateText(job, t);
  const when = agoText(Date.parse(job.ended ?? job.started ?? job.created), now, t);
  return {
    label: job.kind === "run" ? job.name : `${job.name} · ${job.kind}`,
    description: `${state} · ${when}`,
    tooltip: [state, job.reason?.message, ...job.gatesFailed].filter((line) => line !== undefined).join("\n"),
    icon: failed ? "warning" : icons[job.state],
    context: [
      "remote",
      ...(isActive(job) ? ["active"] : []),
      ...(has(job, "report.json") ? ["report"] : []),
      ...(has(job, "table") ? ["table"] : []),
    ].join(" "),
  };
}

/** Whether it may still change. */
export function isActive({ state }: Job): boolean {
  return state === "queued" || state === "running" || state === "cancelling";
}

function stateText({ state, stage, fraction }: Job, t: Translate): string {
  switch (state) {
    case "queued":
      return t("waiting");
    case "running":
      return [stage ?? t("running"), ...(fraction === null ? [] : [`${Math.round(fraction * 100)} %`])].join(
        " ",
      );
    case "cancelling":
      return t("cancelling");
    case "succeeded":
      return t("done");
    case "failed":
      return t("failed");
    case "cancelled":
      return t("cancelled");
  }
}

function has(job: Job, output: string): boolean {
  return job.outputs.some(({ name }) => name === output);
}
