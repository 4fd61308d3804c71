import { afterAll, beforeAll, expect, it } from "vitest";
import type { GoodFiles } from "../../scripts/fuzz/hostileTable.ts";
import { keptCases } from "../../scripts/fuzz/keptCases.ts";
import { makeGoodFiles, tryCase } from "../../scripts/fuzz/tryCase.ts";
import { startInProcess } from "../../src/worker/inProcess.ts";
import { scratchFolder } from "../cli/runCli.ts";

const folder = scratchFolder();
const start = startInProcess;
let good: GoodFiles;
const ended = new Set<string>();

beforeAll(async () => {
  good = await makeGoodFiles(folder, start);
});
// an oracle that accepts one kind of end only would prove nothing
afterAll(() => expect([...ended].sort()).toEqual(["done", "refused"]));

const first = Array.from({ length: 6 }, (_, i) => i);

it.each([...new Set([...first, ...keptCases])])(
  "hostile input %i is refused with a place, or gives a table that reads back",
  async (index) => {
    const { what, tried } = await tryCase(index, { folder, good, start });
    expect(tried.ended, `${what}: ${JSON.stringify(tried)}`).not.toBe("fault");
    ended.add(tried.ended);
  },
);
