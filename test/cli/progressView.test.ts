import { PassThrough } from "node:stream";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { makeProgressView, type ProgressView } from "../../src/cli/progressView.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

async function plain(): Promise<{ view: ProgressView; lines(): string[] }> {
  const stream = new PassThrough();
  const view = await makeProgressView(stream as unknown as NodeJS.WriteStream);
  let text = "";
  stream.on("data", (chunk: Buffer) => (text += chunk.toString()));
  return { view, lines: () => text.split("\n").slice(0, -1) };
}

it("tells a log at least every ten seconds that a stage goes on", async () => {
  const { view, lines } = await plain();
  view.show({ type: "stage", stage: "train", state: "start" });
  await vi.advanceTimersByTimeAsync(35_000);
  expect(lines()).toHaveLength(3);
  expect(lines()[0]).toMatch(/^ {2}Train {2}after \d+ s$/);
  view.show({ type: "progress", stage: "train", fraction: 0.02, label: "epoch 2/100", etaMs: 90_000 });
  await vi.advanceTimersByTimeAsync(12_500);
  expect(lines().at(-1)).toMatch(/^ {2}Train 2% {2}epoch 2\/100 {2}ETA 1 min 30 s {2}after \d+ s$/);
  view.stop();
  const told = lines().length;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(lines()).toHaveLength(told);
});

it("says nothing in between where tenths pass quickly", async () => {
  const { view, lines } = await plain();
  view.show({ type: "stage", stage: "sample", state: "start" });
  for (let i = 1; i <= 20; i++) {
    view.show({ type: "progress", stage: "sample", fraction: i / 20, label: `${i}/20 rows`, etaMs: null });
    await vi.advanceTimersByTimeAsync(1000);
  }
  view.stop();
  expect(lines()).toHaveLength(10);
  expect(lines()[0]).toBe("  Sample 10%  2/20 rows");
});
