import { Drawer } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useRef } from "react";
import { UNFINISHED, useRuns } from "../api/queries";
import { uploads } from "../api/uploads";
import { useStore } from "../state/store";
import { ErrorNote } from "./ErrorNote";
import { JobCard } from "./JobCard";
import { UploadCard } from "./UploadCard";
import { RunLine } from "./RunLine";
import { usePageKeys } from "./usePageKeys";
import classes from "./JobsDrawer.module.css";

const FINISHED_SHOWN = 8;

/** What is being done, what waits, and what ended lately; on top of any page. */
export function JobsDrawer() {
  const { jobs } = useSearch({ strict: false });
  const navigate = useNavigate();
  const close = () => void navigate({ to: ".", search: (old) => ({ ...old, jobs: undefined }) });
  return (
    <Drawer opened={jobs !== undefined} onClose={close} position="right" size={440} title="Jobs" overlayProps={{ backgroundOpacity: 0.25 }}>
      {jobs !== undefined && <Content onClose={close} />}
    </Drawer>
  );
}

function Content({ onClose }: { onClose: () => void }) {
  const part = useRef<HTMLDivElement>(null);
  usePageKeys([["shift + J", onClose]], part);
  const unfinished = useRuns({ state: UNFINISHED });
  const ended = useRuns({ state: ["succeeded", "failed", "cancelled", "lost"], limit: FINISHED_SHOWN }).data?.runs ?? [];
  const sending = useStore(uploads);
  if (unfinished.error) return <ErrorNote error={unfinished.error} />;
  const runs = [...(unfinished.data?.runs ?? [])].reverse(); // the queue goes oldest first
  return (
    <div ref={part} className={classes.content}>
      {sending.map((upload) => (
        <UploadCard key={upload.key} upload={upload} />
      ))}
      {runs.map((run) => (
        <JobCard key={run.id} run={run} />
      ))}
      {runs.length + sending.length === 0 && (
        <p className={classes.idle}>
          <IconCircleCheck size={18} aria-hidden /> Nothing runs and nothing waits.
        </p>
      )}
      {ended.length > 0 && (
        <section>
          <div className="spread">
            <h3>Ended lately</h3>
            <Link to="/runs">All runs</Link>
          </div>
          <ul className={classes.ended}>
            {ended.map((run) => (
              <li key={run.id}>
                <RunLine run={run} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
