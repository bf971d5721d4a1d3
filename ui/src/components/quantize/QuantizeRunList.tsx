import { useMemo } from "react";
import { useDatasets } from "../../api/datasets";
import type { Outcome } from "../../api/quantize";
import { UNFINISHED, useModels } from "../../api/queries";
import type { Model, Run } from "../../api/types";
import { ago, bytes, moment } from "../../format";
import { boundWords } from "../../quantize";
import { Panel } from "../Panel";
import { StateTag } from "../StateTag";
import { VirtualTable, type Column } from "../VirtualTable";
import classes from "./AttemptTable.module.css";
import { OutcomeTag } from "./OutcomeTag";

interface Props {
  runs: readonly Run[];
  selected: string | undefined;
  onSelect: (run: Run) => void;
  sort: string;
  onSort: (sort: string) => void;
}

/** The version that came of a run, or that it kept when it was ended early; the row says why where there is none. */
type VersionOf = (run: Run) => Model | undefined;

/** How a model was made smaller before: within which bound, on which pictures, and the version that came of each. */
export function QuantizeRunList({ runs, selected, onSelect, sort, onSort }: Props) {
  const models = useModels().data?.models;
  const datasets = useDatasets().data?.datasets;
  const columns = useMemo(() => {
    const known = new Map(models?.map(({ model }) => [model.id, model]));
    const made = new Map(models?.flatMap(({ model }) => (model.recipe.kind === "quantized" ? [[model.recipe.run, model] as const] : [])));
    // Of a run that made what was there already, the version names the run that made it first.
    const version: VersionOf = ({ id, result }) => (result?.kind === "quantize" && result.model ? known.get(result.model) : made.get(id));
    return columnsOf(version, new Map(datasets?.map(({ id, name }) => [id, name])));
  }, [models, datasets]);
  return (
    <Panel title="Quantized before" flush>
      <VirtualTable label="Quantizations of this model" rows={runs} columns={columns} rowId={(run) => run.id} sort={sort} onSort={onSort} selected={selected} onSelect={onSelect} rowHeight={50} maxHeight={386} minWidth={560} />
    </Panel>
  );
}

function columnsOf(version: VersionOf, names: ReadonlyMap<string, string>): Column<Run>[] {
  const pictures = ({ dataset }: Run) => (dataset ? (names.get(dataset) ?? "deleted pictures") : "none");
  return [
    { key: "version", title: "Version and largest loss", width: "minmax(150px, 2fr)", sortBy: (run) => version(run)?.name, cell: (run) => <Wanted run={run} version={version(run)} /> },
    { key: "dataset", title: "Pictures", width: "minmax(84px, 1fr)", sortBy: pictures, cell: (run) => <span title={pictures(run)}>{pictures(run)}</span> },
    { key: "outcome", title: "Bound", width: "118px", sortBy: (run) => outcomeOf(run, version(run)), cell: (run) => <OutcomeOf outcome={outcomeOf(run, version(run))} /> },
    { key: "size", title: "Size", width: "76px", align: "right", wideOnly: true, sortBy: (run) => version(run)?.size_bytes, cell: (run) => sizeOf(version(run)) },
    { key: "state", title: "State", width: "94px", sortBy: (run) => run.state, cell: (run) => <StateTag state={run.state} /> },
    { key: "created", title: "When", width: "76px", align: "right", sortBy: (run) => run.created, cell: (run) => <span className="quiet-text" title={moment(run.created)}>{ago(run.created)}</span> },
  ];
}

/** The version by its name, and what was asked for. */
function Wanted({ run, version }: { run: Run; version: Model | undefined }) {
  const bound = boundWords(run.bound);
  const name = version?.name ?? missing(run);
  return (
    <span className={classes.candidate} title={`${name}: ${bound}`}>
      {version ? <b className="clip">{name}</b> : <span className="clip quiet-text">{name}</span>}
      <small className="clip">{bound}</small>
    </span>
  );
}

/** Why there is no version. */
function missing({ state }: Run): string {
  if (UNFINISHED.includes(state)) return "not made yet";
  return state === "succeeded" ? "deleted since" : "none was kept";
}

function outcomeOf({ result }: Run, version: Model | undefined): Outcome | undefined {
  if (result?.kind === "quantize") return result.outcome;
  return version?.recipe.kind === "quantized" ? version.recipe.outcome : undefined;
}

function OutcomeOf({ outcome }: { outcome: Outcome | undefined }) {
  return outcome ? <OutcomeTag outcome={outcome} /> : <span className="quiet-text">–</span>;
}

function sizeOf(version: Model | undefined): string {
  return version ? bytes(version.size_bytes) : "–";
}
