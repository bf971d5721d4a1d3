import { ActionIcon, CopyButton, Switch, Tooltip } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useRunLog } from "../api/log";
import type { Run } from "../api/types";
import { ErrorNote } from "./ErrorNote";
import classes from "./LiveLog.module.css";

/** What a run prints, as it prints it. */
export function LiveLog({ run, height = 220 }: { run: Run; height?: number }) {
  const { text, error } = useRunLog(run);
  const [follow, setFollow] = useState(true);
  const box = useRef<HTMLPreElement>(null);
  useEffect(() => {
    if (follow && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [text, follow]);
  return (
    <div className={classes.log}>
      {error !== undefined && <ErrorNote error={error} />}
      <div className={classes.bar}>
        <Switch size="sm" label="Follow" checked={follow} onChange={(event) => setFollow(event.currentTarget.checked)} />
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Tooltip label={copied ? "Copied" : "Copy the log"}>
              <ActionIcon aria-label="Copy the log" onClick={copy}>
                {copied ? <IconCheck size={17} /> : <IconCopy size={17} />}
              </ActionIcon>
            </Tooltip>
          )}
        </CopyButton>
      </div>
      <pre ref={box} tabIndex={0} aria-label="Log" style={{ maxHeight: height }}>
        {text || (error === undefined && "Nothing was printed.")}
      </pre>
    </div>
  );
}
