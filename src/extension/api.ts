import type { Services } from "./services.ts";

export interface SynDataApi {
  readonly version: 1;
}

export function createApi(_services: Services): SynDataApi {
  return { version: 1 };
}
