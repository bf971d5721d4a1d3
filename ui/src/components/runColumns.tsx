import { Link } from "@tanstack/react-router";
import { UNFINISHED } from "../api/queries";
import type { Run } from "../api/types";
import { ago, moment } from "../format";
import { configWords, kindName, latencyWords, runTitle } from "../runs";
import { Meter } from "./Meter";
import { NoteField } from "./NoteField";
import { RunActions } from "./RunActions";
import classes from "./runColumns.module.css";
import { RunFigure, RunVerdict } from "./RunFigure";
import { StateTag } from "./StateTag";
import { TagChip } from "./TagChip";
import type { GridColumn } from "./VirtualGrid";

/** The columns of the list of runs; what can be sorted by is what the API sorts by. */
export function runColumns(onTag: (tag: string) => void): GridColumn<Run>[] {
  return [
    { key: "model", title: "Run", width: "minmax(150px, 1.5fr)", sortable: true, cell: (run) => <Named run={run} /> },
    { key: "notes", title: "Tags and note", width: "minmax(104px, 1.1fr)", cell: (run) => <Annotated run={run} onTag={onTag} /> },
    { key: "state", title: "State", width: "88px", cell: (run) => <StateTag state={run.state} /> },
    {
      key: "throughput",
      title: "Figure",
      width: "150px",
      align: "right",
      sortable: true,
      cell: (run) => <RunFigure run={run} />,
    },
    { key: "latency", title: "Latency", width: "70px", align: "right", sortable: true, cell: latencyWords },
    { key: "verdict", title: "Verdict", width: "110px", cell: (run) => <RunVerdict run={run} /> },
    { key: "host", title: "Host", width: "minmax(70px, 0.5fr)", wideOnly: true, cell: (run) => <span className="quiet-text">{run.headline?.host}</span> },
    { key: "created", title: "When", width: "86px", align: "right", sortable: true, cell: (run) => <span className="quiet-text" title={moment(run.created)}>{ago(run.created)}</span> },
    { key: "actions", title: "", width: "40px", cell: (run) => <RunActions run={run} /> },
  ];
}

/** What a run is, and below it what was asked for, how far it is, or why it ended. */
function Named({ run }: { run: Run }) {
  const unfinished = UNFINISHED.includes(run.state);
  const how = unfinished ? [run.progress.phase, run.progress.message].filter(Boolean).join(" · ") || "waits for its turn" : (run.failure?.message ?? configWords(run.config));
  const below = run.model_name ? [kindName(run.kind), how].filter(Boolean).join(" · ") : how;
  return (
    <div className={classes.lines} title={below}>
      <Link to="/runs/$id" params={{ id: run.id }} className={classes.name}>
        {run.model_name || runTitle(run)}
      </Link>
      <span className={classes.below}>{below}</span>
      {unfinished && <Meter fraction={run.state === "queued" ? 0 : run.progress.fraction} label={`Progress of ${runTitle(run)}`} />}
    </div>
  );
}

function Annotated({ run, onTag }: { run: Run; onTag: (tag: string) => void }) {
  return (
    <div className={classes.lines}>
      {run.tags.length > 0 && (
        <div className={classes.tags}>
          {run.tags.map((tag) => (
            <TagChip key={tag} tag={tag} onClick={() => onTag(tag)} />
          ))}
        </div>
      )}
      <NoteField run={run} />
    </div>
  );
}
