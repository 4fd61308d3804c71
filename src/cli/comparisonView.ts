import type { RunEvent } from "../protocol/run.ts";
import { formatDuration } from "./formatValues.ts";
import { makePaint } from "./paint.ts";
import { makeProgressView } from "./progressView.ts";

export interface ComparisonView {
  show(event: RunEvent, label: string): void;
  stop(): void;
}

/** One run after another is shown in full, under its label; of several at once, one line as each ends. */
export async function comparisonView(stream: NodeJS.WriteStream, jobs: number): Promise<ComparisonView> {
  return jobs === 1 ? oneByOne(stream) : sideBySide(stream);
}

async function oneByOne(stream: NodeJS.WriteStream): Promise<ComparisonView> {
  const view = await makeProgressView(stream);
  return {
    show(event, label) {
      if (event.type === "run") {
        view.stop();
        stream.write(`\n${label}\n`);
      }
      view.show(event);
    },
    stop: () => view.stop(),
  };
}

function sideBySide(stream: NodeJS.WriteStream): ComparisonView {
  const paint = makePaint(stream);
  return {
    show(event, label) {
      if (event.type === "run") stream.write(`${paint("cyan", "●")} ${label} begun\n`);
      if (event.type === "done")
        stream.write(
          `${paint("green", "✔")} ${label.padEnd(24)} ${paint("dim", formatDuration(event.ms).padStart(9))}  ${event.output}\n`,
        );
      if (event.type === "failed") stream.write(`${paint("red", "✖")} ${label}: ${event.message}\n`);
    },
    stop: () => undefined,
  };
}
