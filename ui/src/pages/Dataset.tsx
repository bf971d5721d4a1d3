import { Skeleton } from "@mantine/core";
import { IconPhoto } from "@tabler/icons-react";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useDataset, useSamplePages, type Dataset } from "../api/datasets";
import { ApiError } from "../api/errors";
import { AboutDataset } from "../components/datasets/AboutDataset";
import { ClassPanel } from "../components/datasets/ClassPanel";
import { DatasetMenu } from "../components/datasets/DatasetMenu";
import { LabelsForm } from "../components/datasets/LabelsForm";
import { LeftOutPanel } from "../components/datasets/LeftOutPanel";
import { MadeTag } from "../components/datasets/MadeTag";
import { MeasureMenu } from "../components/datasets/MeasureMenu";
import { PictureGrid } from "../components/datasets/PictureGrid";
import { PictureViewer } from "../components/datasets/PictureViewer";
import { EmptyState } from "../components/EmptyState";
import { ErrorNote } from "../components/ErrorNote";
import { LinkButton } from "../components/LinkButton";
import { Note } from "../components/Note";
import { PageHead } from "../components/PageHead";
import { Panel } from "../components/Panel";
import { Tag } from "../components/Tag";
import { lacksNames, layoutName } from "../datasets";
import { counted, words } from "../format";
import { capital } from "../runs";
import classes from "./Dataset.module.css";

/** A dataset: what it was taken for and why, its pictures with their labels, and what is wrong with it. */
export function DatasetPage() {
  const { id } = useParams({ from: "/datasets/$id" });
  const { data: dataset, error, refetch } = useDataset(id);
  if (error instanceof ApiError && error.status === 404) {
    return (
      <EmptyState icon={<IconPhoto />} title={error.body.message} action={<LinkButton to="/datasets">Show all datasets</LinkButton>}>
        {error.body.hint || "It may have been deleted."}
      </EmptyState>
    );
  }
  return (
    <div className={classes.page}>
      {error && <ErrorNote error={error} retry={() => void refetch()} />}
      {!dataset && !error && <Skeleton height={480} />}
      {dataset && <View dataset={dataset} />}
    </div>
  );
}

function View({ dataset }: { dataset: Dataset }) {
  const search = useSearch({ from: "/datasets/$id" });
  const navigate = useNavigate();
  const label = search.class === undefined ? undefined : Number(search.class);
  const pages = useSamplePages(dataset.id, label);
  const set = (part: Partial<typeof search>) => void navigate({ to: ".", search: (old) => ({ ...old, ...part }), replace: true, resetScroll: false });
  const choose = (chosen: number | undefined) => set({ class: chosen === undefined ? undefined : String(chosen), picture: undefined });
  const open = search.picture === undefined ? undefined : Number(search.picture) - 1;
  return (
    <>
      <Head dataset={dataset} />
      {dataset.caveat && <Note tone="warn">{dataset.caveat}</Note>}
      {lacksNames(dataset) && (
        <Panel title="What are the classes called?" note="The labels have only their numbers. Give the names now, and every result can be read; it can be measured without them.">
          <LabelsForm dataset={dataset} />
        </Panel>
      )}
      {dataset.notes.map((note) => (
        <Note key={note}>{note}</Note>
      ))}
      <div className={classes.view}>
        <div className={classes.side}>
          {dataset.class_count > 0 && <ClassPanel dataset={dataset} label={label} sort={search.sort ?? "-count"} onSort={(sort) => set({ sort })} onChoose={choose} />}
          <LeftOutPanel dataset={dataset} />
          <AboutDataset dataset={dataset} />
        </div>
        <PictureGrid dataset={dataset} pages={pages} label={label} onAll={() => choose(undefined)} onOpen={(index) => set({ picture: String(index + 1) })} />
      </div>
      {open !== undefined && open < (pages.total ?? 0) && <PictureViewer dataset={dataset} label={label} index={open} onMove={(index) => set({ picture: String(index + 1) })} onClose={() => set({ picture: undefined })} />}
    </>
  );
}

function Head({ dataset }: { dataset: Dataset }) {
  const navigate = useNavigate();
  return (
    <PageHead
      title={dataset.name}
      note={
        <>
          <Tag tone="accent">{layoutName(dataset.format)}</Tag>
          {dataset.tasks.map((task) => (
            <Tag key={task}>{words(task)}</Tag>
          ))}
          {dataset.tasks.length === 0 && <Tag>No labels</Tag>}
          <MadeTag dataset={dataset} />
          <span className="num">
            {counted(dataset.samples, dataset.sample_kind)}
            {dataset.class_count > 0 && `, ${counted(dataset.class_count, "class", "classes")}`}
            {dataset.left_out > 0 && `, ${counted(dataset.left_out, "file")} left out`}
          </span>
          <span className={classes.reason}>
            {dataset.made ? capital(dataset.reason) : `Recognised as ${layoutName(dataset.format)}: ${dataset.reason}`}.
          </span>
        </>
      }
      actions={
        <>
          <MeasureMenu dataset={dataset} />
          <DatasetMenu dataset={dataset} onDeleted={() => void navigate({ to: "/datasets" })} />
        </>
      }
    />
  );
}
