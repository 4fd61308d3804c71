import type { Settings } from "../settings.ts";
import type { BlobStore } from "../store/blobStore.ts";
import type { DataFolder } from "../store/dataFolder.ts";
import { UploadStore } from "./uploadStore.ts";

/** The uploads of a folder, within the limits of the settings. */
export function uploadStoreOf(
  folder: DataFolder,
  blobs: BlobStore,
  { MAX_UPLOAD, MAX_UNPACKED, MAX_COLUMNS, MIN_FREE_BYTES }: Settings,
): UploadStore {
  return new UploadStore(folder, blobs, {
    maxUpload: MAX_UPLOAD,
    maxUnpacked: MAX_UNPACKED,
    maxColumns: MAX_COLUMNS,
    minFreeBytes: MIN_FREE_BYTES,
  });
}
