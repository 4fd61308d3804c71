import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { startServer } from "../src/server/serve.ts";
import { readSettings } from "../src/service/settings.ts";

/** `src/client/operations.ts`: the types of every address, made from the OpenAPI document that the server answers. */
interface Schema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly const?: unknown;
}
interface Content {
  readonly content?: Readonly<Record<string, { readonly schema?: Schema }>>;
}
interface Operation extends Content {
  readonly summary?: string;
  readonly parameters?: readonly {
    readonly in: string;
    readonly name: string;
    readonly required?: boolean;
    readonly schema: Schema;
  }[];
  readonly requestBody?: Content;
  readonly responses: Readonly<Record<string, Content>>;
}
export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** Answers that several addresses share, or the entries of a list in an answer; later ones may hold earlier ones. */
const named: Readonly<Record<string, readonly [method: string, path: string, list?: string]>> = {
  Finding: ["post", "/v1/configs/validate", "findings"],
  Output: ["get", "/v1/jobs/{id}/outputs", "items"],
  Job: ["get", "/v1/jobs/{id}"],
  Upload: ["get", "/v1/uploads/{id}"],
  Model: ["get", "/v1/models/{id}"],
};

/** The text of the file. */
export function clientTypes({ paths }: OpenApi): string {
  const names = new Map<string, string>();
  const shared = Object.entries(named).map(([name, [method, path, list]]) => {
    const answer = answerOf(paths[path]![method]!)!;
    const text = plainType(list === undefined ? answer : answer.properties![list]!.items!, names);
    names.set(text, name);
    return `export type ${name} = ${text};`;
  });
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => {
      const parts = [
        parametersOf(operation, "path", names),
        parametersOf(operation, "query", names),
        bodyOf(operation, names),
        `answer: ${text(answerOf(operation), names)}`,
      ];
      const name = JSON.stringify(`${method.toUpperCase()} ${path}`);
      return `/** ${operation.summary ?? ""} */\n${name}: { ${parts.filter((part) => part !== "").join("; ")} };`;
    }),
  );
  return `/** Made by scripts/writeClient.ts from the server's OpenAPI document. */\n\n${shared.join("\n\n")}\n\n/** What each address takes and answers. */\nexport interface Operations {\n${operations.join("\n")}\n}\n`;
}

function answerOf({ responses }: Operation): Schema | undefined {
  const found = Object.entries(responses).find(([status]) => status.startsWith("2"));
  return found?.[1].content?.["application/json"]?.schema;
}

function parametersOf(
  { parameters = [] }: Operation,
  place: string,
  names: ReadonlyMap<string, string>,
): string {
  const own = parameters.filter((parameter) => parameter.in === place);
  if (own.length === 0) return "";
  const fields = own.map(
    ({ name, required, schema }) =>
      `${JSON.stringify(name)}${required === true ? "" : "?"}: ${text(schema, names)}`,
  );
  return `${place}: { ${fields.join("; ")} }`;
}

function bodyOf({ requestBody }: Operation, names: ReadonlyMap<string, string>): string {
  const schema = requestBody?.content?.["application/json"]?.schema;
  return schema === undefined ? "" : `body: ${text(schema, names)}`;
}

function text(schema: Schema | undefined, names: ReadonlyMap<string, string>): string {
  return schema === undefined ? "unknown" : typeOf(schema, names);
}

function typeOf(schema: Schema, names: ReadonlyMap<string, string>): string {
  const made = plainType(schema, names);
  return names.get(made) ?? made;
}

function plainType(schema: Schema, names: ReadonlyMap<string, string>): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  const options = schema.anyOf ?? schema.oneOf;
  if (options !== undefined) return [...new Set(options.map((option) => typeOf(option, names)))].join(" | ");
  if (typeof schema.type === "object")
    return schema.type.map((type) => typeOf({ ...schema, type }, names)).join(" | ");
  switch (schema.type) {
    case "string":
    case "boolean":
    case "null":
      return schema.type;
    case "integer":
    case "number":
      return "number";
    case "array":
      return `readonly (${text(schema.items, names)})[]`;
    case "object":
      return objectType(schema, names);
    default:
      return "unknown";
  }
}

function objectType(
  { properties, required = [], additionalProperties }: Schema,
  names: ReadonlyMap<string, string>,
): string {
  if (properties === undefined)
    return `Readonly<Record<string, ${typeof additionalProperties === "object" ? typeOf(additionalProperties, names) : "unknown"}>>`;
  const fields = Object.entries(properties).map(
    ([name, schema]) =>
      `readonly ${JSON.stringify(name)}${required.includes(name) ? "" : "?"}: ${typeOf(schema, names)}`,
  );
  return `{ ${fields.join("; ")} }`;
}

/** The document of a server of this version. */
export async function openApi(): Promise<OpenApi> {
  const data = mkdtempSync(join(tmpdir(), "syndata-openapi-"));
  const settings = readSettings({ SYNDATA_DATA: data, SYNDATA_PORT: "0", SYNDATA_LOG_LEVEL: "silent" });
  const server = await startServer(settings, { worker: "none", web: "dist/web" });
  try {
    return (await (await fetch(new URL("/openapi.json", new URL(server.url).origin))).json()) as OpenApi;
  } finally {
    await server.close();
    rmSync(data, { recursive: true, force: true });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const path = "src/client/operations.ts";
  writeFileSync(path, clientTypes(await openApi()));
  execFileSync("npx", ["biome", "format", "--write", path], { stdio: "ignore" });
}
