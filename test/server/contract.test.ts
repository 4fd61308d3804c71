import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { fromSchema, type Schema, spoiled } from "./fromSchema.ts";
import { smallTable, startTestServer, type TestServer, upload } from "./serverForTests.ts";

interface Content {
  readonly content?: Readonly<Record<string, { readonly schema: Schema }>>;
}
interface Operation {
  readonly method: string;
  readonly path: string;
  readonly responses: Readonly<Record<string, Content>>;
  readonly requestBody?: Content;
  readonly parameters?: readonly { readonly in: string; readonly name: string; readonly schema: Schema }[];
}

let server: TestServer;
let table: string;
let operations: readonly Operation[];

beforeAll(async () => {
  server = await startTestServer();
  table = await upload(server, smallTable());
  const document = (await (await server.call("/openapi.json")).json()) as {
    paths: Record<string, Record<string, Omit<Operation, "method" | "path">>>;
  };
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, ...operation })),
  );
});
afterAll(() => server.close());

/** Wrong keys sent to it block the address for a minute; it has tests of its own. */
const left = new Set(["/v1/session"]);

const validators = new Map<Schema, z.ZodType>();
function validator(schema: Schema): z.ZodType {
  const found = validators.get(schema) ?? z.fromJSONSchema(schema as never);
  validators.set(schema, found);
  return found;
}

/** Statuses that were seen: a test that sees refusals only tests nothing. */
const seen = new Set<number>();

/** The answer has a status the document lists, and the body that it describes. */
async function expectKept(operation: Operation, answer: Response, sent: unknown): Promise<void> {
  const what = `${operation.method} ${operation.path} ${JSON.stringify(sent)?.slice(0, 300)} → ${answer.status}`;
  seen.add(answer.status);
  const documented = operation.responses[String(answer.status)];
  const text = answer.headers.get("content-type")?.includes("event-stream") ? "" : await answer.text();
  expect(answer.status < 500 || answer.status === 503 || answer.status === 504, `${what} ${text}`).toBe(true);
  // what is sent as a file or a stream has no schema
  if (answer.status === 200 && documented === undefined) return;
  expect(documented, `${what} ${text}`).toBeDefined();
  const schema =
    documented!.content?.["application/json"]?.schema ??
    documented!.content?.["application/problem+json"]?.schema;
  if (schema === undefined || text === "") return;
  if (answer.status >= 400) expect(answer.headers.get("content-type"), what).toContain("problem+json");
  const { success, error } = validator(schema).safeParse(JSON.parse(text));
  expect(success, `${what} ${text.slice(0, 500)} ${error?.message}`).toBe(true);
}

function send(operation: Operation, path: string, body: unknown): Promise<Response> {
  return server.call(path, {
    method: operation.method.toUpperCase(),
    ...(body !== undefined && {
      body: JSON.stringify(body),
      headers: { "content-type": "application/json" },
    }),
  });
}

/** An address with its places filled: with an id that exists, one that does not, or one that is none. */
const addressOf = ({ path, parameters = [] }: Operation): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.constantFrom(table, "a".repeat(26), "..%2F..%2Fkeys.json", "%00", "ß".repeat(3)),
      fc.record(
        Object.fromEntries(
          parameters
            .filter((one) => one.in === "query")
            .map(({ name, schema }) => [name, fc.oneof(fromSchema(schema), fc.string({ maxLength: 5 }))]),
        ),
        { requiredKeys: [] },
      ),
    )
    .map(([id, query]) => {
      const asked = new URLSearchParams(
        Object.entries(query).map(([name, value]) => [name, String(value)] as [string, string]),
      );
      return `${path.replace(/\{\w+\}/g, encodeURI(id).replaceAll("%25", "%"))}?${asked}`;
    });

test("every address that takes JSON answers what the document says, for bodies it allows and bodies it does not", async () => {
  const taking = operations.filter(
    ({ path, requestBody }) => requestBody?.content?.["application/json"] !== undefined && !left.has(path),
  );
  expect(taking.length).toBeGreaterThanOrEqual(5);
  for (const operation of taking) {
    const schema = operation.requestBody!.content!["application/json"]!.schema;
    const bodies = fc.oneof(fromSchema(schema), spoiled(schema));
    await fc.assert(
      fc.asyncProperty(addressOf(operation), bodies, async (path, body) => {
        await expectKept(operation, await send(operation, path, body), body);
      }),
      // each search for rules has a process of its own
      { seed: 5, numRuns: operation.path.includes("/rules") ? 4 : 25 },
    );
  }
});

test("every other address answers what the document says, whatever the id and the question", async () => {
  const others = operations.filter(
    ({ path, method, requestBody }) =>
      requestBody === undefined && method !== "patch" && !left.has(path) && !path.endsWith("/profile"),
  );
  expect(others.length).toBeGreaterThanOrEqual(20);
  for (const operation of others)
    await fc.assert(
      fc.asyncProperty(addressOf(operation), async (path) => {
        await expectKept(operation, await send(operation, path, undefined), null);
      }),
      { seed: 6, numRuns: 8 },
    );
  for (const status of [200, 201, 400, 404, 422]) expect([...seen], String(status)).toContain(status);
});
