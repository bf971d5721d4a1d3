import { Button } from "@mantine/core";
import { IconFileImport } from "@tabler/icons-react";
import { useRef } from "react";
import { RUN_FILE, runImport, takeRuns } from "../api/runImport";
import { useStore } from "../state/store";

/** Takes in a file of runs that was exported from another workspace. */
export function ImportRunsButton() {
  const input = useRef<HTMLInputElement>(null);
  const { busy } = useStore(runImport);
  return (
    <>
      <Button variant="default" leftSection={<IconFileImport size={16} />} loading={busy} onClick={() => input.current?.click()}>
        Import runs
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        accept={`${RUN_FILE},.gz`}
        aria-label="File of runs"
        data-testid="run-file-input"
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          event.currentTarget.value = "";
          if (file) void takeRuns(file);
        }}
      />
    </>
  );
}
