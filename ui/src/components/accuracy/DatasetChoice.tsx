import { Button, Select, Skeleton } from "@mantine/core";
import { IconPhotoPlus, IconSparkles } from "@tabler/icons-react";
import { importDataset } from "../../api/datasetImports";
import { useDatasets, type Dataset } from "../../api/datasets";
import { ImportDesk } from "../../api/importDesk";
import { counted, words } from "../../format";
import { useStore } from "../../state/store";
import { ErrorNote } from "../ErrorNote";
import { ImportProgress } from "../ImportProgress";
import { LinkButton } from "../LinkButton";
import classes from "./DatasetChoice.module.css";

/** Sample pictures that were asked for here; those of the page of datasets are followed there. */
const desk = new ImportDesk("dataset", ["datasets"]);

/** The pictures to measure on: those that are here, the samples by one click, or others through the page of datasets. */
export function DatasetChoice({ value, error, onChange }: { value: string; error?: string; onChange: (id: string) => void }) {
  const { data, error: unread, refetch } = useDatasets();
  const { runs, error: refused } = useStore(desk.state);
  if (unread) return <ErrorNote error={unread} retry={() => void refetch()} />;
  if (!data) return <Skeleton height={64} />;
  const missing = data.shipped.filter((name) => !data.datasets.some((dataset) => dataset.name === name));
  return (
    <div className={classes.choice}>
      <Select
        label="Pictures"
        placeholder={data.datasets.length > 0 ? "Choose a dataset" : "No datasets yet"}
        searchable
        disabled={data.datasets.length === 0}
        value={value || null}
        error={error}
        description={about(data.datasets.find(({ id }) => id === value))}
        inputWrapperOrder={["label", "input", "description", "error"]}
        onChange={(id) => onChange(id ?? "")}
        data={data.datasets.map(({ id, name }) => ({ value: id, label: name }))}
        renderOption={({ option }) => {
          const dataset = data.datasets.find(({ id }) => id === option.value);
          return (
            <span className={classes.option}>
              <b>{option.label}</b>
              <small>{about(dataset)}</small>
            </span>
          );
        }}
      />
      <div className={classes.ways}>
        {value === "" &&
          missing.map((sample) => (
          <Button key={sample} variant="default" size="xs" leftSection={<IconSparkles size={15} />} title={`Take the sample pictures '${sample}'`} onClick={() => void desk.follow(importDataset({ sample }))}>
            {sample}
          </Button>
          ))}
        <LinkButton to="/datasets" variant="subtle" size="xs" leftSection={<IconPhotoPlus size={15} />}>
          Import pictures
        </LinkButton>
      </div>
      {refused !== undefined && <ErrorNote error={refused} />}
      {runs.map((id) => (
        <ImportProgress key={id} id={id} desk={desk} onDone={(run) => run.dataset && onChange(run.dataset)} />
      ))}
    </div>
  );
}

function about(dataset: Dataset | undefined): string | undefined {
  if (!dataset) return undefined;
  const { samples, sample_kind: kind, tasks, class_count: classCount } = dataset;
  return [counted(samples, kind), tasks.map(words).join(", ") || "no labels", classCount > 0 && counted(classCount, "class", "classes")].filter(Boolean).join(" · ");
}
