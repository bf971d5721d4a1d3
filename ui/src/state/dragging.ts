import { Store } from "./store";

/** Whether files are being dragged over the window. */
export const dragging = new Store(false);
