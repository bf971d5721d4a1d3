import { Button } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { whole } from "../format";
import classes from "./MarkedBar.module.css";
import { usePageKeys } from "./usePageKeys";

/** What can be done with the marked rows of a list; nothing while none is marked. Escape unmarks. */
export function MarkedBar({ count, what, onClear, children }: { count: number; what: string; onClear: () => void; children: ReactNode }) {
  usePageKeys([["Escape", () => count > 0 && onClear()]]);
  if (count === 0) return null;
  return (
    <div className={classes.bar} role="toolbar" aria-label={`With the marked ${what}s`}>
      <span className={classes.count} role="status">
        <b className="num">{whole(count)}</b> {count === 1 ? what : `${what}s`} marked
      </span>
      <div className={classes.actions}>{children}</div>
      <Button variant="subtle" color="gray" leftSection={<IconX size={16} />} onClick={onClear}>
        Unmark
      </Button>
    </div>
  );
}
