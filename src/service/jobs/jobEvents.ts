import type { RunEvent } from "../../protocol/run.ts";
import type { ServiceEvent } from "../../protocol/service.ts";

/** Milliseconds between kept progress events of a job. */
const progressMs = 500;

/** Chooses what of a child's events is kept and shown: no paths, progress twice a second at most, fractions that never fall. */
export class EventFilter {
  readonly #withoutPaths: (text: string) => string;
  #stage = "";
  #fraction = 0;
  #told = 0;

  constructor(withoutPaths: (text: string) => string) {
    this.#withoutPaths = withoutPaths;
  }

  /** The event for clients; undefined for one that is not for them, or comes too soon. */
  keep(event: RunEvent, now = Date.now()): ServiceEvent | undefined {
    switch (event.type) {
      case "stage":
        this.#stage = event.stage;
        this.#fraction = 0;
        this.#told = 0;
        return event.state === "start"
          ? { type: "stage", stage: event.stage, state: "start" }
          : { type: "stage", stage: event.stage, state: "end", detail: this.#withoutPaths(event.detail) };
      case "progress": {
        if (event.stage === this.#stage && event.fraction < this.#fraction) return undefined;
        if (event.fraction < 1 && now - this.#told < progressMs) return undefined;
        this.#fraction = event.fraction;
        this.#told = now;
        const { type, stage, fraction, etaMs, losses, epoch, epochs } = event;
        return {
          type,
          stage,
          fraction,
          label: this.#withoutPaths(event.label),
          etaMs,
          ...(losses !== undefined && { losses }),
          ...(epoch !== undefined && { epoch }),
          ...(epochs !== undefined && { epochs }),
        };
      }
      case "warning":
        return { type: "warning", message: this.#withoutPaths(event.message) };
      default:
        return undefined;
    }
  }
}
