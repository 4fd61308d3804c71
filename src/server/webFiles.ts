import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import type { App } from "./routes/route.ts";

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".woff2": "font/woff2",
};

/** Serves the files of the dashboard and of the API's pages, read once. Every other address that is no API is a page of the dashboard. */
export function serveWeb(app: App, folder: string): void {
  const files = new Map<string, { readonly body: Buffer; readonly type: string }>();
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const type = types[extname(entry.name)];
    if (type !== undefined)
      files.set(path.slice(folder.length).replaceAll("\\", "/"), { body: readFileSync(path), type });
  }
  app.get("/*", { schema: { hide: true } }, async (request, reply) => {
    const path = request.url.split("?")[0]!;
    const found = files.get(path === "/docs" || path === "/docs/" ? "/docs/index.html" : path);
    const file = found ?? (/\.\w+$/.test(path) ? undefined : files.get("/index.html"));
    if (file === undefined || path.startsWith("/v1/")) {
      reply.callNotFound();
      return reply;
    }
    reply.header(
      "cache-control",
      found !== undefined && path.startsWith("/assets/") ? "public, max-age=3600" : "no-cache",
    );
    return await reply.type(file.type).send(file.body as never);
  });
}
