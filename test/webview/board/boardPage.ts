import type { Browser } from "playwright-core";
import type { BoardToHost, HostToBoard } from "../../../src/product/page/boardMessages.ts";
import { type EditorPage, openPage, type PageLook } from "../editor/editorPage.ts";
import type { FakeBoardHost } from "./fakeBoardHost.ts";

/** A board in a plain browser under the policy it has in VS Code. */
export async function openBoard(
  browser: Browser,
  host: FakeBoardHost,
  look: PageLook = {},
): Promise<EditorPage> {
  const opened = await openPage<HostToBoard, BoardToHost>(browser, host, "board", look);
  await opened.page.waitForSelector(".head, .unreadable");
  return opened;
}

/** A product with everything that a board shows. */
export const plannerText = `// Night shifts
{
  "version": 1,
  "product": "Night-shift planner",
  "reach": { "unit": "clinics", "per": "quarter" },
  "team": { "people": 2, "availability": 0.7 },
  "data": [
    { "id": "visits", "config": "data/visits.synth.json", "for": "demo" },
  ],
  "phases": [
    { "id": "mvp", "title": "MVP", "start": "2026-10-05", "due": "2027-02-26",
      "exit": [
        { "id": "musts", "measure": "mustsDone", "min": 1 },
        { "id": "demo-data", "data": "visits", "gate": "columnShapes", "min": 0.9 },
        { "id": "notice", "text": "Privacy notice reviewed", "done": "2026-11-11" },
        { "id": "pilot", "text": "Two clinics agreed to a pilot" },
      ] },
    { "id": "beta", "title": "Beta" },
  ],
  "personas": [
    { "id": "nurse", "name": "Ward nurse, nights", "goals": ["swap a shift in a minute"], "pains": ["calls at 3 am"],
      "evidence": ["interview-3", "interview-7"], "rows": { "data": "visits", "where": ["shift=night"] } },
    { "id": "planner", "name": "Person who writes the plan", "goals": ["see gaps a week ahead"] },
  ],
  "features": [
    // without it nobody can be told apart
    { "id": "login", "title": "Sign in with the clinic's account", "moscow": "must", "phase": "mvp", "status": "done", "rice": { "reach": 40, "impact": 1, "confidence": 100, "effort": 1 }, "why": "table stakes", "added": "2026-10-05", "started": "2026-10-06", "done": "2026-10-20" },
    { "id": "swap-shift", "title": "Swap a shift", "moscow": "must", "phase": "mvp", "status": "doing", "rice": { "reach": 40, "impact": 2, "confidence": 80, "effort": 1 }, "why": "7 of 9 interviews", "needs": ["login"], "data": ["visits"], "added": "2026-10-05", "started": "2026-11-12",
      "stories": [
        { "id": "offer", "as": "nurse", "want": "offer my shift", "so": "someone can take it",
          "accept": ["Given a shift next week, when I offer it, then colleagues of my ward see it"] },
        { "id": "take", "as": "nurse", "want": "take an offered shift", "done": true },
      ] },
    { "id": "gaps", "title": "Gaps of next week on one page", "moscow": "must", "phase": "mvp", "status": "todo", "rice": { "reach": 40, "impact": 1, "confidence": 80, "effort": 2 }, "added": "2026-10-12" },
    { "id": "rules", "title": "Rest times checked by the law of the country", "moscow": "should", "phase": "mvp", "status": "idea", "rice": { "reach": 25, "impact": 2, "confidence": 50, "effort": 3 }, "added": "2026-10-26" }, // law first
    { "id": "phone", "title": "On the phone", "moscow": "should", "phase": "mvp", "status": "todo", "rice": { "reach": 35, "impact": 1, "confidence": 80, "effort": 2 }, "added": "2026-11-02" },
    { "id": "export", "title": "Export to payroll", "moscow": "could", "phase": "beta", "status": "idea", "rice": { "reach": 12, "impact": 1, "confidence": 50, "effort": 1 } },
    { "id": "dark", "title": "Dark colors at night", "moscow": "could", "phase": "mvp", "status": "idea", "rice": { "reach": 30, "impact": 0.5, "confidence": 50, "effort": 0.5 } },
    { "id": "chat", "title": "Chat between wards", "moscow": "wont", "phase": "beta", "status": "idea" },
    { "id": "fax", "title": "Fax gateway", "status": "idea" },
  ],
}
`;
