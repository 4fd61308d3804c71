import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import type { ModelView } from "../../protocol/service.ts";
import type { Principal } from "../access/keyStore.ts";
import { newId } from "../ids.ts";
import { ServiceProblem } from "../problem.ts";
import type { Service } from "../service.ts";
import { receive } from "../uploads/receive.ts";
import { checkModelFile, maxModelBytes } from "./checkModelFile.ts";

/**
 * Keeps a model file that is sent in: received, checked, loaded once in a child, then stored. `given`: its file name.
 * @throws ServiceProblem bad-model
 */
export async function importModel(
  service: Service,
  who: Principal,
  body: Readable | undefined,
  given = "model",
): Promise<ModelView> {
  if (body === undefined || typeof body.pipe !== "function")
    throw new ServiceProblem("bad-model", "it is empty; send the bytes of a .synthmodel as the body");
  const newModel = newId();
  const folder = join(service.folder.root, "tmp", newModel);
  await mkdir(folder, { recursive: true });
  try {
    const path = join(folder, "import.synthmodel");
    const max = Math.min(maxModelBytes, service.quotaLeft(who.tenant));
    await receive(body, path, { offset: 0, max, minFreeBytes: service.settings.MIN_FREE_BYTES });
    await checkModelFile(path);
    await service.tools.tryModel(path);
    const stem = given
      .replace(/\.synthmodel$/i, "")
      .replace(/[^\p{L}\p{N}_-]+/gu, "-")
      .slice(0, 60);
    await service.models.keep(who.tenant, {
      id: newModel,
      path,
      name: stem || "model",
      type: "imported",
      rows: null,
      job: null,
      upload: null,
    });
    await service.audit.by(who, "import", `model/${newModel}`);
    return service.models.get(who.tenant, newModel)!;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
