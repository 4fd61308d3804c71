import { resolve } from "node:path";
import { WorkerClient } from "../../../src/worker/client.ts";
import type { StartJob, Tried } from "../../fuzz/runner.ts";
import { peakMbOf } from "../../fuzz/runner.ts";
import { makeGoodFiles, tryCase } from "../../fuzz/tryCase.ts";
import type { Section } from "../section.ts";

const maxMb = 2000;

interface Hostile {
  readonly what: string;
  readonly tried: Tried;
  /** Largest memory of the child process so far. */
  readonly mb: number;
}

/** Hostile tables and configs: read, refused with a place, or run to a table that reads back. */
export const hostileInputs: Section<Hostile> = {
  name: "hostile inputs",
  cases: 2000,
  lanes: true,
  async open(folder, atEnd) {
    const clients: WorkerClient[] = [];
    atEnd(() => {
      for (const client of clients) client.dispose();
    });
    const clientOf = (lane: number): WorkerClient => {
      clients[lane] ??= new WorkerClient(resolve("dist/worker.cjs"));
      return clients[lane];
    };
    const startIn =
      (client: WorkerClient): StartJob =>
      (name, input, onEvent) =>
        client.start(name, input, onEvent);
    const good = await makeGoodFiles(folder, startIn(clientOf(0)));
    return async (index, lane) => {
      const client = clientOf(lane);
      const tried = await tryCase(index, { folder, good, start: startIn(client) });
      return { ...tried, mb: peakMbOf(client.pid) };
    };
  },
  fault({ what, tried, mb }) {
    if (tried.ended === "fault") return `${what}: ${tried.what}`;
    return mb > maxMb ? `${what}: ${Math.round(mb)} MB` : null;
  },
  lines: (outcomes) => [
    line(
      "hostile configs: done, or exit 2 with a place",
      outcomes.filter(({ what }) => what === "config"),
    ),
    line(
      "hostile tables (CSV, JSON, Parquet, Excel; names, cells, bytes): exit 2 with a place, or a synthetic table that reads back with the same columns and kinds",
      outcomes.filter(({ what }) => what !== "config"),
    ),
  ],
};

function line(what: string, outcomes: readonly Hostile[]) {
  const count = (ended: string): number => outcomes.filter(({ tried }) => tried.ended === ended).length;
  const faults = outcomes.filter((one) => hostileInputs.fault(one) !== null).length;
  const mb = Math.round(Math.max(0, ...outcomes.map((one) => one.mb)));
  return {
    what: `${what}; memory at most ${maxMb} MB`,
    n: String(outcomes.length),
    held: `${count("done")} done, ${count("refused")} refused; at most ${mb} MB`,
    faults,
  };
}
