import type { ConfigState } from "../../runs/configState.ts";
import type { Translate } from "../../runs/translate.ts";

/** How a state is shown: a codicon, its theme color if any, words, and a second line. */
export interface StateLook {
  readonly icon: string;
  readonly color?: string;
  readonly text: string;
  readonly detail: string;
}

export function stateLook(state: ConfigState, t: Translate): StateLook {
  switch (state.kind) {
    case "invalid":
      return { icon: "error", color: "list.errorForeground", text: t("has errors"), detail: state.message };
    case "missingData":
      return {
        icon: "question",
        color: "list.warningForeground",
        text: t("data file missing"),
        detail: state.source,
      };
    case "neverRun":
      return { icon: "circle-outline", text: t("never run"), detail: "" };
    case "running":
      return { icon: "sync", text: t("running elsewhere"), detail: "" };
    case "interrupted":
      return state.cancelled
        ? { icon: "circle-slash", text: t("cancelled"), detail: t("It can be resumed.") }
        : {
            icon: "debug-pause",
            color: "list.warningForeground",
            text: t("cut off · can resume"),
            detail: t("Its process ended without a result; what was finished is kept."),
          };
    case "failed":
      return { icon: "error", color: "list.errorForeground", text: t("failed"), detail: state.message };
    case "staleConfig":
      return {
        icon: "history",
        color: "list.warningForeground",
        text: t("stale: config changed"),
        detail: t("The config was changed since its last run."),
      };
    case "staleData":
      return {
        icon: "history",
        color: "list.warningForeground",
        text: t("stale: data changed"),
        detail: t("The data was changed since the last run."),
      };
    case "outputGone":
      return {
        icon: "history",
        color: "list.warningForeground",
        text: t("synthetic table gone"),
        detail: state.output,
      };
    case "failedGate":
      return {
        icon: "warning",
        color: "list.warningForeground",
        text: t("gate failed"),
        detail: state.gates.join("\n"),
      };
    case "upToDate":
      return { icon: "pass", color: "testing.iconPassed", text: t("up to date"), detail: "" };
  }
}
