import type { Locator, Page } from "playwright-core";
import { appears, clicked, runCommand } from "./workbench.ts";

/** A notification as it pops up, or in the list of them. */
export function notification(page: Page, text: string | RegExp): Locator {
  return page
    .locator(".notifications-toasts .notification-toast, .notifications-center .notification-list-item", {
      hasText: text,
    })
    .first();
}

/**
 * Presses a button of a notification; one that has left the corner by itself is in the list behind the bell. One that was seen and is
 * gone has been answered: on a busy machine a press may be told as failed that was not.
 */
export async function answer(page: Page, text: string | RegExp, button: string): Promise<void> {
  const found = notification(page, text);
  const end = Date.now() + 60_000;
  let seen = false;
  // it may come and be answered within one press that is told as failed
  void appears(found, 60_000).then((came) => {
    seen ||= came;
  });
  while (!(await clicked(found.getByRole("button", { name: button }), 3000))) {
    if (Date.now() > end) throw new Error(`no notification ${text} with ${button}`);
    if (!(await found.isVisible())) {
      await runCommand(page, "Notifications: Show Notifications");
      if (!(await appears(found, 2000)) && seen) return;
    }
    // the buttons of an entry are shown with the mouse on it
    await found.hover({ timeout: 3000 }).catch(() => undefined);
  }
}
