import { gridWords } from "../../src/protocol/gridStrings.ts";
import type { GridToHost, HostToGrid } from "../../src/protocol/gridView.ts";
import { handleMessage } from "../../src/protocol/messageHandler.ts";
import { GridPane } from "./gridPane.ts";

declare function acquireVsCodeApi(): { postMessage(message: GridToHost): void };

// The page of the editor for data files: one grid that fills it.
const code = acquireVsCodeApi();
const host = document.querySelector("sd-grid");
let pane: GridPane | undefined;

addEventListener("message", ({ data }: MessageEvent<unknown>) =>
  handleMessage<HostToGrid>(data, {
    words: ({ words }) => {
      pane?.dispose();
      pane = new GridPane("table", "", (message) => code.postMessage(message), gridWords(words));
      host?.replaceChildren(pane.element);
    },
    pairs: () => undefined,
    opened: (message) => pane?.receive(message),
    page: (message) => pane?.receive(message),
    refused: (message) => pane?.receive(message),
    copied: (message) => pane?.receive(message),
    failed: (message) => pane?.receive(message),
  }),
);
code.postMessage({ type: "ready" });
