import { useHotkeys, type HotkeyItem } from "@mantine/hooks";
import type { RefObject } from "react";

let dialog: Element | undefined;

// Before anybody else hears of the key: Escape has closed the dialog by the time that the keys of the page are asked.
window.addEventListener("keydown", () => (dialog = [...document.querySelectorAll('[role="dialog"][aria-modal="true"]')].at(-1)), { capture: true });

/** Keys that work wherever the focus is, but not through a dialog that is open; `part` may itself be in one. */
export function usePageKeys(keys: readonly HotkeyItem[], part?: RefObject<Element | null>): void {
  useHotkeys(
    keys.map(([key, act, options]): HotkeyItem => {
      const guarded = (event: KeyboardEvent) => {
        if (dialog === undefined || dialog.contains(part?.current ?? null)) act(event);
      };
      return [key, guarded, options];
    }),
  );
}
