import { Button, Skeleton } from "@mantine/core";
import { IconFileDigit, IconFileImport, IconPhoto } from "@tabler/icons-react";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import { datasetImports } from "../api/datasetImports";
import { thumbnailOf, useDatasets, type Dataset } from "../api/datasets";
import { uploads } from "../api/uploads";
import { DatasetImportPanel } from "../components/datasets/DatasetImportPanel";
import { DatasetMenu } from "../components/datasets/DatasetMenu";
import { MadeTag } from "../components/datasets/MadeTag";
import { EmptyState } from "../components/EmptyState";
import { ErrorNote } from "../components/ErrorNote";
import { FilterBox } from "../components/FilterBox";
import { PageHead } from "../components/PageHead";
import { Panel } from "../components/Panel";
import { Tag } from "../components/Tag";
import { VirtualTable, type Column } from "../components/VirtualTable";
import { lacksNames, layoutName, taskWords } from "../datasets";
import { ago, counted, whole } from "../format";
import { dragging } from "../state/dragging";
import { useStore } from "../state/store";
import classes from "./Datasets.module.css";

const COLUMNS: Column<Dataset>[] = [
  {
    key: "name",
    title: "Dataset",
    width: "minmax(190px, 2fr)",
    sortBy: (dataset) => dataset.name.toLowerCase(),
    cell: (dataset) => (
      <span className={classes.name}>
        {dataset.sample_kind === "picture" ? <img src={thumbnailOf(dataset.id, 0, 64)} alt="" loading="lazy" /> : <IconFileDigit aria-hidden />}
        <span className={classes.words}>
          <Link to="/datasets/$id" params={{ id: dataset.id }} className="clip" title={dataset.name}>
            {dataset.name}
          </Link>
          <MadeTag dataset={dataset} />
        </span>
      </span>
    ),
  },
  { key: "format", title: "Layout", width: "minmax(104px, 0.9fr)", sortBy: (dataset) => layoutName(dataset.format), cell: (dataset) => layoutName(dataset.format) },
  { key: "tasks", title: "Labels for", width: "minmax(110px, 1.2fr)", sortBy: taskWords, cell: (dataset) => <span className={classes.tasks}>{taskWords(dataset)}</span> },
  { key: "samples", title: "Samples", width: "76px", align: "right", sortBy: (dataset) => dataset.samples, cell: (dataset) => whole(dataset.samples) },
  {
    key: "classes",
    title: "Classes",
    width: "118px",
    align: "right",
    sortBy: (dataset) => dataset.class_count,
    cell: (dataset) => (dataset.class_count === 0 ? <span className="quiet-text">–</span> : <Classes dataset={dataset} />),
  },
  {
    key: "broken",
    title: "Left out",
    width: "76px",
    align: "right",
    sortBy: (dataset) => dataset.left_out,
    cell: (dataset) => (dataset.left_out > 0 ? <Tag tone="warn">{whole(dataset.left_out)}</Tag> : <span className="quiet-text">–</span>),
  },
  { key: "created", title: "Imported", width: "92px", align: "right", sortBy: (dataset) => dataset.created, cell: (dataset) => <span className="quiet-text">{ago(dataset.created)}</span> },
  { key: "menu", title: "", width: "40px", cell: (dataset) => <DatasetMenu dataset={dataset} /> },
];

function Classes({ dataset }: { dataset: Dataset }) {
  if (!lacksNames(dataset)) return <>{whole(dataset.class_count)}</>;
  return <Tag tone="warn" title="The classes have numbers only. Open the dataset to name them.">{whole(dataset.class_count)}, no names</Tag>;
}

/** All datasets: import one, find one, open it, rename or delete it. */
export function Datasets() {
  const { q = "", sort = "-created", import: wanted } = useSearch({ from: "/datasets" });
  const navigate = useNavigate();
  const { data, error, isPending, refetch } = useDatasets();
  const rows = useMemo(() => filtered(data?.datasets ?? [], q), [data, q]);
  const set = (part: { q?: string; sort?: string; import?: "open" }) => void navigate({ to: ".", search: (old) => ({ ...old, ...part }), replace: true });
  const total = data?.datasets.length ?? 0;
  const busy = useBusy();
  const opened = wanted === "open" || busy || (data !== undefined && total === 0);
  return (
    <div className={classes.page}>
      <PageHead
        title="Datasets"
        note={data && (rows.length === total ? counted(total, "dataset") : `${rows.length} of ${counted(total, "dataset")}`)}
        actions={
          total > 0 && (
            <>
              <FilterBox label="Filter datasets" placeholder="Name, layout, task, class" value={q} onChange={(text) => set({ q: text || undefined })} />
              <Button leftSection={<IconFileImport size={17} />} aria-expanded={opened} onClick={() => set({ import: wanted === "open" ? undefined : "open" })}>
                Import a dataset
              </Button>
            </>
          )
        }
      />
      {opened && <DatasetImportPanel />}
      {error && <ErrorNote error={error} retry={() => void refetch()} />}
      {isPending && <Skeleton height={320} />}
      {data && total === 0 && (
        <EmptyState icon={<IconPhoto />} title="No datasets yet">
          Drop a folder or an archive of labelled pictures or recorded inputs above. It is recognised, every file is opened once, and then accuracy can be measured on it. Without
          pictures of your own, try a sample.
        </EmptyState>
      )}
      {total > 0 && (
        <Panel flush className={classes.list}>
          <VirtualTable
            label="Datasets"
            rows={rows}
            columns={COLUMNS}
            rowId={(dataset) => dataset.id}
            sort={sort}
            onSort={(next) => set({ sort: next })}
            onOpen={(dataset) => void navigate({ to: "/datasets/$id", params: { id: dataset.id } })}
            rowHeight={56}
            minWidth={860}
            empty={
              <EmptyState
                icon={<IconPhoto />}
                title="No dataset fits the filter"
                action={
                  <Button variant="default" onClick={() => set({ q: undefined })}>
                    Show all datasets
                  </Button>
                }
              >
                “{q}” is in no name, layout, task, class or id.
              </EmptyState>
            }
          />
        </Panel>
      )}
    </div>
  );
}

/** Whether something is being dropped, is on its way, or was refused. */
function useBusy(): boolean {
  const over = useStore(dragging);
  const { runs, error } = useStore(datasetImports.state);
  const sending = useStore(uploads).some(({ kind }) => kind === "dataset");
  return over || sending || runs.length > 0 || error !== undefined;
}

function filtered(datasets: readonly Dataset[], q: string): readonly Dataset[] {
  const wanted = q.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return datasets;
  return datasets.filter((dataset) => {
    const made = dataset.made?.kind ?? "";
    const text = `${dataset.name} ${dataset.format} ${layoutName(dataset.format)} ${taskWords(dataset)} ${made} ${dataset.id} ${dataset.classes.join(" ")}`.toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
}
