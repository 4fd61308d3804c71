import type { Settings } from "../settings.ts";
import { type BlobStore, FolderBlobs } from "./blobStore.ts";
import type { DataFolder } from "./dataFolder.ts";

/** The store of the settings: the data folder, or a bucket. @throws UserError when it cannot be used */
export async function openBlobs(
  folder: DataFolder,
  { STORE, S3_ENDPOINT, S3_REGION, S3_KEY, S3_SECRET }: Settings,
): Promise<BlobStore> {
  if (STORE === "folder") return new FolderBlobs();
  const { S3Blobs } = await import("./s3Blobs.ts");
  return await S3Blobs.open({
    url: STORE,
    root: folder.root,
    endpoint: S3_ENDPOINT,
    region: S3_REGION,
    key: S3_KEY,
    secret: S3_SECRET,
  });
}
