import { Button, Modal } from "@mantine/core";
import type { components } from "../api/schema";
import { about, counted } from "../format";
import classes from "./Dialog.module.css";

interface Props {
  estimate: components["schemas"]["SweepEstimate"];
  onClose: () => void;
  onConfirm: () => void;
}

/** Asks before something that takes very long. */
export function ConfirmSweep({ estimate, onClose, onConfirm }: Props) {
  return (
    <Modal opened onClose={onClose} title={`Measure ${counted(estimate.points, "point")}?`}>
      <div className={classes.form}>
        <p>
          That takes about {about(estimate.seconds)}, and nothing else can be measured on this machine meanwhile. It can be stopped and continued later.
        </p>
        <div className={classes.buttons}>
          <Button variant="default" data-autofocus onClick={onClose}>
            Choose fewer
          </Button>
          <Button onClick={onConfirm}>Measure them all</Button>
        </div>
      </div>
    </Modal>
  );
}
