import type { Readable } from "node:stream";
import type { Principal } from "../service/access/keyStore.ts";
import { ServiceProblem } from "../service/problem.ts";
import type { Service } from "../service/service.ts";
import { uploadName } from "../service/uploads/uploadName.ts";
import type { StoredUpload } from "../service/uploads/uploadStore.ts";

export const maxFormBytes = 100_000_000;
/** `truncated`: a form's file was longer than it may be. */
type FileStream = Readable & { readonly truncated?: boolean };

/** Keeps a table whose bytes are the whole body. */
export async function receiveRaw(
  service: Service,
  who: Principal,
  body: Readable | undefined,
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Promise<StoredUpload> {
  if (body === undefined || typeof body.pipe !== "function")
    throw new ServiceProblem("bad-table", "it is empty; send the bytes of a table as the body");
  const length = headers["content-length"];
  const name = uploadName(
    decoded(headers["x-filename"] as string | undefined),
    headers["content-type"] as string | undefined,
  );
  const quotaLeft = service.quotaLeft(who.tenant);
  const sha256 = (headers["x-sha256"] as string | undefined) ?? null;
  const part = await service.uploads.begin(who.tenant, {
    name,
    length: length === undefined ? null : Number(length),
    sha256,
    quotaLeft,
  });
  return await receiveAll(service, part, { body, quotaLeft });
}

/** Keeps the one file of a multipart form. */
export async function receiveForm(
  service: Service,
  who: Principal,
  form:
    | {
        readonly file: FileStream;
        readonly filename: string;
        readonly mimetype: string;
      }
    | undefined,
): Promise<StoredUpload> {
  if (form === undefined)
    throw new ServiceProblem("bad-request", "the form has no file; name its field `file`");
  const name = uploadName(form.filename, form.mimetype);
  const quotaLeft = service.quotaLeft(who.tenant);
  const part = await service.uploads.begin(who.tenant, { name, length: null, sha256: null, quotaLeft });
  return await receiveAll(service, part, { body: form.file, quotaLeft });
}

/** A body in one piece: what was cut is removed. */
async function receiveAll(
  service: Service,
  part: Awaited<ReturnType<Service["uploads"]["begin"]>>,
  { body, quotaLeft }: { readonly body: FileStream; readonly quotaLeft: number },
): Promise<StoredUpload> {
  let sha256: string | null;
  try {
    ({ sha256 } = await service.uploads.append(part, body, 0, quotaLeft));
    if (body.truncated === true)
      throw new ServiceProblem(
        "upload-too-large",
        "a form has 100 MB at most; send larger tables as a raw body or by tus",
        { limit: maxFormBytes },
      );
  } catch (error) {
    await service.uploads.drop(part.tenant, part.id);
    if (isCut(error))
      throw new ServiceProblem(
        "bad-length",
        "the connection was cut before the whole body had arrived; send it again, or in parts by tus",
      );
    throw error;
  }
  return await service.uploads.finish(part, sha256);
}

function isCut(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return (
    code === "ERR_STREAM_PREMATURE_CLOSE" || code === "ECONNRESET" || (error as Error).message === "aborted"
  );
}

function decoded(name: string | undefined): string | undefined {
  try {
    return name === undefined ? undefined : decodeURIComponent(name);
  } catch {
    return name;
  }
}
