import { useMemo } from "react";
import { useDatasets } from "../../api/datasets";
import type { QuantizedRecipe } from "../../api/quantize";
import { useModels } from "../../api/queries";
import type { Model, Run } from "../../api/types";
import { ago, bytes, moment } from "../../format";
import { Panel } from "../Panel";
import { StateTag } from "../StateTag";
import { VirtualTable, type Column } from "../VirtualTable";
import { OutcomeTag } from "./OutcomeTag";

interface Props {
  runs: readonly Run[];
  selected: string | undefined;
  onSelect: (run: Run) => void;
  sort: string;
  onSort: (sort: string) => void;
}

/** A version that a run made. */
interface Made {
  model: Model;
  recipe: QuantizedRecipe;
}

/** How a model was made smaller before, and the version that came of each. */
export function QuantizeRunList({ runs, selected, onSelect, sort, onSort }: Props) {
  const models = useModels().data?.models;
  const datasets = useDatasets().data?.datasets;
  const columns = useMemo(() => {
    const made = new Map(models?.flatMap(({ model }) => (model.recipe.kind === "quantized" ? [[model.recipe.run, { model, recipe: model.recipe }] as const] : [])));
    return columnsOf(made, new Map(datasets?.map(({ id, name }) => [id, name])));
  }, [models, datasets]);
  return (
    <Panel title="Quantized before" flush>
      <VirtualTable label="Quantizations of this model" rows={runs} columns={columns} rowId={(run) => run.id} sort={sort} onSort={onSort} selected={selected} onSelect={onSelect} rowHeight={38} maxHeight={300} minWidth={560} />
    </Panel>
  );
}

function columnsOf(made: ReadonlyMap<string, Made>, names: ReadonlyMap<string, string>): Column<Run>[] {
  const version = (run: Run) => made.get(run.id);
  const pictures = ({ dataset }: Run) => (dataset ? (names.get(dataset) ?? "deleted pictures") : "none");
  return [
    { key: "version", title: "Version", width: "minmax(140px, 2fr)", sortBy: (run) => version(run)?.model.name, cell: (run) => <b title={version(run)?.model.name}>{version(run)?.model.name ?? <span className="quiet-text">–</span>}</b> },
    { key: "dataset", title: "Pictures", width: "minmax(100px, 1fr)", sortBy: pictures, cell: (run) => <span title={pictures(run)}>{pictures(run)}</span> },
    { key: "outcome", title: "Bound", width: "120px", sortBy: (run) => version(run)?.recipe.outcome, cell: (run) => <BoundOf made={version(run)} /> },
    { key: "size", title: "Size", width: "76px", align: "right", sortBy: (run) => version(run)?.model.size_bytes, cell: (run) => sizeOf(version(run)) },
    { key: "state", title: "State", width: "96px", sortBy: (run) => run.state, cell: (run) => <StateTag state={run.state} /> },
    { key: "created", title: "When", width: "80px", align: "right", sortBy: (run) => run.created, cell: (run) => <span className="quiet-text" title={moment(run.created)}>{ago(run.created)}</span> },
  ];
}

function BoundOf({ made }: { made: Made | undefined }) {
  return made ? <OutcomeTag outcome={made.recipe.outcome} /> : null;
}

function sizeOf(made: Made | undefined): string {
  return made ? bytes(made.model.size_bytes) : "";
}
