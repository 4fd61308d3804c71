import { ApiError } from "./api.ts";

const chunkBytes = 8_000_000;
const retryMs = 2000;
const maxRetries = 30;

export interface UploadProgress {
  readonly sent: number;
  readonly total: number;
  readonly retrying: boolean;
}

/** Sends a file in parts by tus and continues where a connection was cut. Resolves to the id of the upload. @throws ApiError */
export async function sendFile(
  file: File,
  signal: AbortSignal,
  tell: (progress: UploadProgress) => void,
): Promise<string> {
  const tus = { "tus-resumable": "1.0.0" };
  const metadata = `filename ${base64(file.name)},filetype ${base64(file.type || "application/octet-stream")}`;
  const begun = await fetch("/v1/uploads/tus", {
    method: "POST",
    headers: { ...tus, "upload-length": String(file.size), "upload-metadata": metadata },
    signal,
  });
  if (!begun.ok) throw await problem(begun);
  const location = begun.headers.get("location") ?? "";
  let sent = 0;
  let retries = 0;
  tell({ sent, total: file.size, retrying: false });
  do {
    try {
      const part = file.slice(sent, sent + chunkBytes);
      const headers = {
        ...tus,
        "content-type": "application/offset+octet-stream",
        "upload-offset": String(sent),
      };
      const answer = await fetch(location, { method: "PATCH", headers, body: part, signal });
      if (!answer.ok) throw await problem(answer);
      sent = Number(answer.headers.get("upload-offset"));
      retries = 0;
      tell({ sent, total: file.size, retrying: false });
    } catch (error) {
      if (signal.aborted) {
        void fetch(location, { method: "DELETE", headers: tus }).catch(() => undefined);
        throw error;
      }
      if (error instanceof ApiError && error.status !== 409 && error.status !== 423) throw error;
      if (++retries > maxRetries) throw error;
      tell({ sent, total: file.size, retrying: true });
      await new Promise((resolve) => setTimeout(resolve, retryMs));
      const head = await fetch(location, { method: "HEAD", headers: tus, signal }).catch(() => undefined);
      if (head?.ok) sent = Number(head.headers.get("upload-offset"));
    }
  } while (sent < file.size);
  return location.slice(location.lastIndexOf("/") + 1);
}

async function problem(response: Response): Promise<ApiError> {
  return new ApiError(response.status, await response.json().catch(() => ({})));
}

function base64(text: string): string {
  return btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(""));
}
