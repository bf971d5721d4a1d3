import { Button, FileButton, Textarea } from "@mantine/core";
import { IconFileText } from "@tabler/icons-react";
import { useState } from "react";
import { useLabelDataset, type Dataset } from "../../api/datasets";
import { problemOf } from "../../api/errors";
import { namesNeeded } from "../../datasets";
import { counted } from "../../format";
import dialog from "../Dialog.module.css";
import { ErrorNote } from "../ErrorNote";
import { labelLines, LINES_OF_FILE } from "../../api/labelLines";

/** Gives the classes of a dataset names: pasted, or from a file, a class on each line. */
export function LabelsForm({ dataset, onDone }: { dataset: Dataset; onDone?: () => void }) {
  const [text, setText] = useState(dataset.classes.join("\n"));
  const label = useLabelDataset();
  const lines = labelLines(text);
  const take = async (file: File | null) => {
    if (file) setText(await file.text());
    label.reset();
  };
  return (
    <form
      className={dialog.form}
      onSubmit={(event) => {
        event.preventDefault();
        label.mutate({ id: dataset.id, labels: lines }, { onSuccess: onDone });
      }}
    >
      <Textarea
        label="Label map"
        description="A class on each line in the order of their numbers, with or without the number or the WordNet id before it. A background in the first line is left out where there are more lines than classes."
        placeholder={"tench\ngoldfish\n…"}
        autosize
        minRows={3}
        maxRows={10}
        value={text}
        error={problemOf(label.error, "labels")}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {label.error && <ErrorNote error={label.error} shown={["labels"]} />}
      <div className="spread">
        <span className="quiet-text num" role="status">
          {lines.length > 0 ? `${counted(lines.length, "line")}; the` : "The"} labels need at least {counted(namesNeeded(dataset), "name")}.
        </span>
        <div className="row">
          <FileButton accept={LINES_OF_FILE} onChange={(file) => void take(file)} inputProps={{ "aria-label": "Label map file" }}>
            {(props) => (
              <Button {...props} variant="default" leftSection={<IconFileText size={17} />}>
                From a file
              </Button>
            )}
          </FileButton>
          <Button type="submit" loading={label.isPending} disabled={lines.length === 0}>
            Name the classes
          </Button>
        </div>
      </div>
    </form>
  );
}
