import type { createLogUpdate } from "log-update";
import type { RunEvent, Stage } from "../protocol/run.ts";
import { formatDuration, formatLosses } from "./formatValues.ts";
import { makePaint, type Paint } from "./paint.ts";
import { fitTerminal } from "./shell/wrapWords.ts";

const stageTitles: Readonly<Record<Stage, string>> = {
  validate: "Validate",
  preprocess: "Preprocess",
  train: "Train",
  sample: "Sample",
  assess: "Assess",
  report: "Report",
};

/**
 * Draws run events: a live bar per stage on a terminal; elsewhere one plain line per stage and per tenth of it, and one at least
 * every ten seconds.
 */
export interface ProgressView {
  show(event: RunEvent): void;
  /** Takes the live lines away, so that what is printed next stays; may be called again. */
  stop(): void;
}

/** @param every milliseconds between plain lines at most */
export async function makeProgressView(stream: NodeJS.WriteStream, every = 10_000): Promise<ProgressView> {
  if (!stream.isTTY) return plainView(stream, every);
  // its tables of character widths take a tenth of a second to read
  return liveView(stream, (await import("log-update")).createLogUpdate);
}

function liveView(stream: NodeJS.WriteStream, logUpdate: typeof createLogUpdate): ProgressView {
  const paint = makePaint(stream);
  const update = logUpdate(stream, { showCursor: false });
  let drawn = false;
  const persist = (line: string): void => {
    if (drawn) update.clear();
    drawn = false;
    stream.write(`${fitTerminal(line, stream)}\n`);
  };
  return {
    show(event) {
      if (event.type === "stage" && event.state === "start") {
        update(`${paint("cyan", "●")} ${stageTitles[event.stage]}`);
        drawn = true;
      } else if (event.type === "progress") {
        update(fitTerminal(progressLines(event, stream.columns, paint), stream));
        drawn = true;
      } else {
        const line = plainLine(event, paint);
        if (line !== undefined) persist(line);
      }
    },
    stop() {
      if (drawn) update.clear();
      drawn = false;
      update.done();
    },
  };
}

function progressLines(
  event: Extract<RunEvent, { type: "progress" }>,
  columns: number,
  paint: Paint,
): string {
  const width = Math.max(10, Math.min(30, columns - 60));
  const full = Math.round(event.fraction * width);
  // two characters, so that the fill is seen without colors
  const bar = paint("cyan", "█".repeat(full)) + paint("dim", "░".repeat(width - full));
  const percent = `${Math.floor(event.fraction * 100)} %`.padStart(5);
  const eta = etaText(event.etaMs);
  const first = `${paint("cyan", "●")} ${stageTitles[event.stage].padEnd(10)} ${bar} ${percent}  ${event.label}${eta}`;
  return event.losses ? `${first}\n  ${paint("dim", formatLosses(event.losses))}` : first;
}

/** Nothing where less than half a second is left. */
function etaText(ms: number | null): string {
  return ms === null || ms < 500 ? "" : `  ETA ${formatDuration(ms)}`;
}

function plainView(stream: NodeJS.WriteStream, every: number): ProgressView {
  const paint = makePaint(stream);
  let tenth = 0;
  let stage: Stage | undefined;
  let stageStart = 0;
  let last = 0;
  let latest = "";
  let beat: NodeJS.Timeout | undefined;
  const say = (line: string): void => {
    last = Date.now();
    stream.write(`${line}\n`);
  };
  /** Whoever reads a log shall see that it goes on, even where a stage tells nothing for long. */
  const stillThere = (): void => {
    if (stage === undefined || Date.now() - last < every) return;
    say(`  ${stageTitles[stage]}${latest}  after ${formatDuration(Date.now() - stageStart)}`);
  };
  return {
    show(event) {
      beat ??= setInterval(stillThere, every / 4).unref();
      if (event.type === "stage") {
        stage = event.state === "start" ? event.stage : undefined;
        stageStart = last = Date.now();
        tenth = 0;
        latest = "";
      }
      if (event.type === "progress") {
        const losses = event.losses ? `  ${formatLosses(event.losses)}` : "";
        const eta = etaText(event.etaMs);
        latest = ` ${Math.round(event.fraction * 100)} %  ${event.label}${losses}${eta}`;
        const now = Math.floor(event.fraction * 10);
        if (now === tenth) return stillThere();
        tenth = now;
        return say(`  ${stageTitles[event.stage]}${latest}`);
      }
      const line = plainLine(event, paint);
      if (line !== undefined) say(line);
    },
    stop() {
      clearInterval(beat);
      beat = undefined;
      stage = undefined;
    },
  };
}

function plainLine(event: RunEvent, paint: Paint): string | undefined {
  switch (event.type) {
    case "run":
      return paint("dim", `${event.resumed ? "Resuming" : "Run"} ${event.runId}  (model ${event.model})`);
    case "stage":
      return event.state === "end"
        ? `${paint("green", "✔")} ${stageTitles[event.stage].padEnd(10)} ${paint("dim", formatDuration(event.ms).padStart(7))}  ${event.detail}`
        : undefined;
    case "warning":
      return `${paint("yellow", "⚠")} ${event.message}`;
    default:
      return undefined;
  }
}
