import { ActionIcon, Tooltip } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconPlayerStop, IconTrash } from "@tabler/icons-react";
import { describe } from "../api/errors";
import { UNFINISHED, useCancelRun, useRemoveRun } from "../api/queries";
import type { Run } from "../api/types";
import { useState } from "react";
import { DeleteRunDialog } from "./DeleteRunDialog";

/** Stop a run that works or waits; delete one that has ended. */
export function RunActions({ run, onDeleted }: { run: Run; onDeleted?: () => void }) {
  const cancel = useCancelRun();
  const remove = useRemoveRun();
  const [asking, setAsking] = useState(false);
  const complain = (error: unknown) => {
    const { message, hint } = describe(error);
    notifications.show({ title: message, message: hint, color: "red", closeButtonProps: { "aria-label": "Dismiss" } });
  };
  const unfinished = UNFINISHED.includes(run.state);
  const name = unfinished ? "Cancel this run" : "Delete this run";
  return (
    <span onClick={(event) => event.stopPropagation()} onDoubleClick={(event) => event.stopPropagation()} onKeyDown={(event) => event.stopPropagation()}>
      <Tooltip label={name}>
        <ActionIcon aria-label={name} loading={cancel.isPending || remove.isPending} onClick={() => (unfinished ? cancel.mutate(run.id, { onError: complain }) : setAsking(true))}>
          {unfinished ? <IconPlayerStop size={17} /> : <IconTrash size={17} />}
        </ActionIcon>
      </Tooltip>
      {asking && (
        <DeleteRunDialog
          run={run}
          onClose={() => setAsking(false)}
          onConfirm={() => {
            setAsking(false);
            remove.mutate(run.id, { onError: complain, onSuccess: onDeleted });
          }}
        />
      )}
    </span>
  );
}
