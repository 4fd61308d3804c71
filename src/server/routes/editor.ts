import { z } from "zod";
import german from "../../../l10n/bundle.l10n.de.json";
import { readDocument } from "../../editor/documentState.ts";
import { editorCatalog } from "../../editor/editorCatalog.ts";
import { sourceColumn } from "../../editor/sourceColumns.ts";
import { editConfigAll } from "../../jsonc/editConfig.ts";
import { own } from "../../jsonc/own.ts";
import { applyEdits } from "../../jsonc/textEdit.ts";
import { english, type Translate } from "../../runs/translate.ts";
import { id } from "../../service/kinds/fields.ts";
import { ServiceProblem } from "../../service/problem.ts";
import { whoOf } from "../access.ts";
import { problems } from "../schemas.ts";
import type { Routes } from "./route.ts";

const words: Readonly<Record<string, string>> = german;
const inGerman: Translate = (message, ...values) => english(own(words, message) ?? message, ...values);

const path = z.array(z.union([z.string(), z.number()])).max(50);
const body = z.strictObject({
  text: z.string().max(2_000_000),
  version: z.int().min(0),
  lang: z.enum(["en", "de"]).default("en"),
  changes: z
    .array(z.strictObject({ path, value: z.unknown().optional() }))
    .max(1000)
    .optional(),
  fix: z
    .int()
    .min(0)
    .optional()
    .meta({ description: "Number of a problem of this text whose fix is wanted." }),
});

/** The dashboard's form of a config: what VS Code's config editor asks its host. */
export const editorRoutes: Routes = (app, service) => {
  app.post(
    "/v1/uploads/:id/editor",
    {
      schema: {
        summary: "Show and change a config in the form of the dashboard",
        tags: ["tables"],
        params: z.object({ id }),
        body,
        response: {
          200: z.object({
            text: z.string(),
            document: z.unknown(),
            source: z.unknown(),
            catalog: z.unknown(),
          }),
          ...problems(404, 422, 504),
        },
      },
    },
    async (request) => {
      const { tenant } = whoOf(request);
      const { version, lang, changes = [], fix } = request.body;
      const { name: file } = service.uploads.file(tenant, request.params.id);
      const profile = await service.tools.profile(tenant, request.params.id);
      let { text } = request.body;
      const facts = { version, path: null, file: "config", readonly: false };
      try {
        text = applyEdits(
          text,
          editConfigAll(
            text,
            changes.map(({ path, value }) => ({ path, value })),
          ),
        );
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        throw new ServiceProblem("bad-config", "the text is not JSON; correct it as text first");
      }
      if (fix !== undefined) {
        const found = readDocument({ ...facts, text }, profile).diagnostics[fix];
        if (found?.fix !== undefined)
          text = applyEdits(text, [
            { offset: found.offset, length: found.length, content: found.fix.newText },
          ]);
      }
      const { state } = readDocument({ ...facts, text }, profile);
      const { bytes } = service.uploads.get(tenant, request.params.id)!;
      const columns = profile.columns.map((column) => sourceColumn(column));
      const source = {
        kind: "ready",
        path: file,
        bytes,
        rows: profile.rows,
        columns,
        warnings: profile.warnings,
      };
      return { text, document: state, source, catalog: editorCatalog(lang === "de" ? inGerman : english) };
    },
  );
};
