import { expect, it } from "vitest";
import { handleMessage, WaitingRequests } from "../../src/protocol/messageHandler.ts";

type Message =
  | { readonly type: "open"; readonly path: string }
  | { readonly type: "page"; readonly from: number };

it("passes a message to the handler of its type and returns its answer", () => {
  const handlers = { open: ({ path }: { path: string }) => `opened ${path}`, page: () => undefined };
  expect(handleMessage<Message>({ type: "open", path: "a.csv" }, handlers)).toBe("opened a.csv");
});

it("passes over what is no message of these types", () => {
  const seen: unknown[] = [];
  const handlers = { open: (m: unknown) => seen.push(m), page: (m: unknown) => seen.push(m) };
  for (const other of [undefined, null, 3, "open", {}, { type: 7 }, { type: "other" }, { type: "toString" }])
    expect(handleMessage<Message>(other, handlers)).toBe(undefined);
  expect(seen).toEqual([]);
});

it("gives each request its own answer, whatever the order, and only once", async () => {
  const requests = new WaitingRequests<string>();
  const ids: number[] = [];
  const asked = [1, 2, 3].map(() => requests.ask((id) => ids.push(id)));
  expect(new Set(ids).size).toBe(3);
  requests.fail(ids[1]!, "no such page");
  requests.answer(ids[2]!, "c");
  requests.answer(ids[2]!, "again");
  requests.answer(ids[0]!, "a");
  requests.answer(99, "nobody");
  expect(await Promise.allSettled(asked)).toEqual([
    { status: "fulfilled", value: "a" },
    { status: "rejected", reason: new Error("no such page") },
    { status: "fulfilled", value: "c" },
  ]);
});
