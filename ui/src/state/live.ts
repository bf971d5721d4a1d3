import { Store } from "./store";

/** Whether the event stream of this tab is open. */
export type Connection = "connecting" | "live" | "reconnecting" | "asleep";

export const connection = new Store<Connection>("connecting");

/** Whether a measurement runs on this machine, so that the page should keep still. */
export const measuring = new Store(false);

measuring.watch(() => {
  document.documentElement.toggleAttribute("data-quiet", measuring.get());
});
