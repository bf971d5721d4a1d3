import { Kbd } from "@mantine/core";
import { Fragment } from "react";
import classes from "./KeyList.module.css";

const KEYS: readonly (readonly [keys: string, what: string])[] = [
  ["Ctrl K", "Go to or do anything"],
  ["/", "To the filter of this page"],
  ["J", "Jobs: what runs and what waits"],
  ["g h", "Home"],
  ["g m", "Models"],
  ["g p", "Datasets: pictures"],
  ["g r", "Runs"],
  ["g c", "Compare"],
  ["g d", "Devices"],
  ["g s", "Settings"],
  ["1 2 3 4 5 6 7", "Overview, Experiments, Layers, Graph, Accuracy, Quantize, History of a model"],
  ["j k", "Next and previous row of a table (also ↓ ↑, Home, End, Page)"],
  ["Enter", "Open the row"],
  ["← →", "The picture before and the next one, when one is shown large"],
  ["1 2 3", "Among pictures: draw the truth, this run, the other run, or no longer"],
  ["x", "Mark the row, or take the mark off; a click with Shift marks all up to it"],
  ["c", "Compare what is marked"],
  ["Esc", "Empty the filter, unmark, close what lies on top"],
  ["?", "This list"],
];

/** All keys of the page. */
export function KeyList() {
  return (
    <dl className={classes.keys}>
      {KEYS.map(([keys, what]) => (
        <Fragment key={keys}>
          <dt>
            {keys.split(" ").map((key) => (
              <Kbd key={key}>{key}</Kbd>
            ))}
          </dt>
          <dd>{what}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
