import { Button, Skeleton } from "@mantine/core";
import { IconCornerDownRight, IconFileImport, IconStack2 } from "@tabler/icons-react";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useModels } from "../api/queries";
import type { ModelEntry } from "../api/types";
import { CompareButton } from "../components/compare/CompareButton";
import { EmptyState } from "../components/EmptyState";
import { ErrorNote } from "../components/ErrorNote";
import { FilterBox } from "../components/FilterBox";
import { LinkButton } from "../components/LinkButton";
import { MarkedBar } from "../components/MarkedBar";
import { ModelMenu } from "../components/ModelMenu";
import { PageHead } from "../components/PageHead";
import { Panel } from "../components/Panel";
import { VirtualTable, type Column } from "../components/VirtualTable";
import { ago, bytes, figure, formatName, milliseconds, shape } from "../format";
import { depthsOf, familyOrder } from "../versions";
import classes from "./page.module.css";

const STEP_PX = 18;
const DEEPEST = 4;

/** The columns; a version stands a step to the right of what it was made from. */
const columnsOf = (depths: ReadonlyMap<string, number>): Column<ModelEntry>[] => [
  {
    key: "name",
    title: "Model",
    width: "minmax(190px, 2.4fr)",
    sortBy: ({ model }) => model.name.toLowerCase(),
    cell: ({ model }) => <Named model={model} depth={depths.get(model.id) ?? 0} />,
  },
  { key: "format", title: "Format", width: "minmax(88px, 0.8fr)", sortBy: originOf, cell: ({ model }) => originOf({ model }) },
  { key: "precision", title: "Weights", width: "56px", sortBy: ({ model }) => model.precision, cell: ({ model }) => model.precision },
  {
    key: "size",
    title: "Size",
    width: "72px",
    align: "right",
    sortBy: ({ model }) => model.size_bytes,
    cell: ({ model }) => bytes(model.size_bytes),
  },
  {
    key: "inputs",
    title: "Inputs",
    wideOnly: true,
    width: "minmax(110px, 1fr)",
    cell: ({ model }) => <span className="quiet-text num">{model.inputs.map((input) => shape(input.shape)).join(", ")}</span>,
  },
  {
    key: "fps",
    title: "Best throughput",
    width: "104px",
    align: "right",
    sortBy: (entry) => entry.best_throughput_fps,
    cell: ({ best_throughput_fps: fps }) => (fps == null ? <span className="quiet-text">–</span> : <b>{figure(fps)} FPS</b>),
  },
  {
    key: "ms",
    title: "Best latency",
    width: "92px",
    align: "right",
    sortBy: (entry) => entry.best_latency_ms,
    cell: ({ best_latency_ms: ms }) => (ms == null ? <span className="quiet-text">–</span> : milliseconds(ms)),
  },
  { key: "runs", title: "Runs", width: "48px", align: "right", sortBy: (entry) => entry.runs, cell: (entry) => entry.runs },
  {
    key: "created",
    title: "Added",
    width: "84px",
    align: "right",
    sortBy: ({ model }) => model.created,
    cell: ({ model }) => <span className="quiet-text">{ago(model.created)}</span>,
  },
  { key: "menu", title: "", width: "40px", cell: ({ model }) => <ModelMenu model={model} /> },
];

function Named({ model, depth }: { model: ModelEntry["model"]; depth: number }) {
  return (
    <span className="row" style={{ paddingLeft: Math.min(depth, DEEPEST) * STEP_PX, gap: 6, minWidth: 0 }}>
      {depth > 0 && <IconCornerDownRight size={15} color="var(--ink-3)" style={{ flex: "none" }} aria-label="version of the model above" />}
      <Link to="/models/$id" params={{ id: model.id }} title={model.name} className="clip" style={{ color: "var(--ink)", fontWeight: 560 }}>
        {model.name}
      </Link>
    </span>
  );
}

/** All models: find one, open it, rename or delete it. */
export function Models() {
  const { q = "", sort = "-created" } = useSearch({ from: "/models" });
  const navigate = useNavigate();
  const { data, error, isPending, refetch } = useModels();
  const rows = useMemo(() => filterModels(data?.models ?? [], q), [data, q]);
  const columns = useMemo(() => columnsOf(depthsOf(rows.map(({ model }) => model))), [rows]);
  const set = (part: { q?: string; sort?: string }) => void navigate({ to: ".", search: (old) => ({ ...old, ...part }), replace: true });
  const total = data?.models.length ?? 0;
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  return (
    <div className={classes.fill}>
      <PageHead
        title="Models"
        note={data && `${rows.length === total ? total : `${rows.length} of ${total}`} ${total === 1 ? "model" : "models"}`}
        actions={
          <>
            <FilterBox label="Filter models" placeholder="Name, format, precision" value={q} onChange={(text) => set({ q: text || undefined })} />
            <LinkButton to="/" leftSection={<IconFileImport size={17} />}>
              Import a model
            </LinkButton>
          </>
        }
      />
      {error && <ErrorNote error={error} retry={() => void refetch()} />}
      {isPending && <Skeleton height={320} />}
      {data && (
        <Panel flush className="grow">
          <VirtualTable
            label="Models"
            rows={rows}
            columns={columns}
            arrange={familyOrder}
            rowId={({ model }) => model.id}
            sort={sort}
            onSort={(next) => set({ sort: next })}
            onOpen={({ model }) => void navigate({ to: "/models/$id", params: { id: model.id } })}
            marked={marked}
            onMark={setMarked}
            markName={({ model }) => `Mark ${model.name}`}
            rowHeight={44}
            minWidth={800}
            empty={
              total === 0 ? (
                <EmptyState icon={<IconStack2 />} title="No models yet" action={<LinkButton to="/">Import a model</LinkButton>}>
                  Import a file, a folder, or the sample that comes with the workbench.
                </EmptyState>
              ) : (
                <EmptyState
                  icon={<IconStack2 />}
                  title="No model fits the filter"
                  action={
                    <Button variant="default" onClick={() => set({ q: undefined })}>
                      Show all models
                    </Button>
                  }
                >
                  “{q}” is in no name, format, precision or id.
                </EmptyState>
              )
            }
          />
        </Panel>
      )}
      <MarkedBar count={marked.size} what="model" onClear={() => setMarked(new Set())}>
        <CompareButton models={[...marked]} />
      </MarkedBar>
    </div>
  );
}

/** What a model was imported from; of a version, that it was quantized. */
function originOf({ model }: Pick<ModelEntry, "model">): string {
  return model.recipe.kind === "quantized" ? "quantized" : formatName(model.format);
}

function filterModels(models: readonly ModelEntry[], q: string): readonly ModelEntry[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return models;
  return models.filter(({ model }) => {
    const text = `${model.name} ${model.format} ${formatName(model.format)} ${model.precision} ${model.id} ${model.task ?? ""}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
