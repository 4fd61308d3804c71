import { existsSync } from "node:fs";

const places = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"] as const;

/** The browser of the tests: `E2E_CHROMIUM`, else the shell without a window of its own, which takes a third less time, else Chromium. */
export const chromiumPath: string =
  process.env["E2E_CHROMIUM"] ?? places.find((place) => existsSync(place)) ?? places[0];
