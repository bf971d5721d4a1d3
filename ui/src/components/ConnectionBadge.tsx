import { Tooltip } from "@mantine/core";
import { useStatus } from "../api/queries";
import { connection, type Connection } from "../state/live";
import { useStore } from "../state/store";
import classes from "./ConnectionBadge.module.css";

const WORDS: Record<Connection, { word: string; about: string }> = {
  live: { word: "Live", about: "Everything on this page is up to date." },
  connecting: { word: "Connecting", about: "Waiting for the workbench." },
  reconnecting: { word: "Reconnecting", about: "The workbench does not answer. What you see stays; it goes on by itself." },
  asleep: { word: "Asleep", about: "This tab was hidden, so it listens to nothing." },
};

/** Whether this tab hears from the workbench, and which version that is. */
export function ConnectionBadge() {
  const state = useStore(connection);
  const status = useStatus().data;
  const { word, about } = WORDS[state];
  return (
    <Tooltip label={about} position="right">
      <div className={classes.badge} data-state={state} role="status">
        <span className={classes.dot} aria-hidden />
        <span className={classes.word}>{word}</span>
        {status && <span className={classes.version}>v{status.version}</span>}
      </div>
    </Tooltip>
  );
}
