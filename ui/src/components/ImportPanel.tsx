import { Button } from "@mantine/core";
import { IconChevronDown, IconChevronRight, IconFileUpload, IconFolderOpen, IconServer } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { chosenFiles } from "../api/dropped";
import { importForm, importOptions } from "../api/importForm";
import { forget, importFiles, importPath, imports } from "../api/imports";
import { uploads } from "../api/uploads";
import { dragging } from "../state/dragging";
import { useStore } from "../state/store";
import { BrowseDialog } from "./BrowseDialog";
import { ErrorNote } from "./ErrorNote";
import { ImportOptionsForm, OPTION_FIELDS } from "./ImportOptionsForm";
import { ImportProgress } from "./ImportProgress";
import { SampleButton } from "./SampleButton";
import classes from "./ImportPanel.module.css";
import { UploadCard } from "./UploadCard";

/** The beginning of everything: drop a model, name a path on the server, or take the sample. */
export function ImportPanel() {
  const form = useStore(importForm);
  const [unfolded, setUnfolded] = useState(false);
  const [browsing, setBrowsing] = useState(false);
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const { runs, error, existing } = useStore(imports);
  const sending = useStore(uploads);
  const over = useStore(dragging);
  const navigate = useNavigate();

  useEffect(() => {
    if (!existing) return;
    forget();
    void navigate({ to: "/models/$id", params: { id: existing } });
  }, [existing, navigate]);

  const send = (input: HTMLInputElement | null) => {
    const chosen = chosenFiles(input?.files ?? null);
    if (chosen.length > 0) void importFiles(chosen, importOptions(form));
    if (input) input.value = ""; // so that the same file can be chosen again
  };
  return (
    <section className={classes.panel} aria-label="Import a model">
      <div className={classes.zone} data-over={over || undefined} data-testid="drop-zone">
        <IconFileUpload size={30} stroke={1.5} className={classes.icon} aria-hidden />
        <h1>Drop a model here</h1>
        <p className={classes.formats}>
          ONNX · OpenVINO .xml + .bin · TensorFlow · SavedModel folder · TFLite · Paddle · Keras · PyTorch, or a .zip or .tar of one
        </p>
        <div className={classes.ways}>
          <Button leftSection={<IconFileUpload size={17} />} onClick={() => files.current?.click()}>
            Choose files
          </Button>
          <Button variant="default" leftSection={<IconFolderOpen size={17} />} onClick={() => folder.current?.click()}>
            Choose a folder
          </Button>
          <Button variant="default" leftSection={<IconServer size={17} />} onClick={() => setBrowsing(true)}>
            Path on this server
          </Button>
          <SampleButton />
        </div>
        <input ref={files} type="file" multiple hidden aria-label="Model files" data-testid="file-input" onChange={(e) => send(e.currentTarget)} />
        <input ref={folder} type="file" multiple hidden aria-label="Model folder" {...{ webkitdirectory: "" }} onChange={(e) => send(e.currentTarget)} />
      </div>
      <div className={classes.below}>
        <button type="button" className={classes.fold} aria-expanded={unfolded} onClick={() => setUnfolded(!unfolded)}>
          {unfolded ? <IconChevronDown size={16} aria-hidden /> : <IconChevronRight size={16} aria-hidden />}
          Import options <span>name, shapes, layouts, colours, mean and scale, FP16</span>
        </button>
        {unfolded && <ImportOptionsForm form={form} onChange={(next) => importForm.set(next)} error={error} />}
        {error !== undefined && <ErrorNote error={error} shown={unfolded ? OPTION_FIELDS : []} />}
        {sending.map((upload) => (
          <UploadCard key={upload.key} upload={upload} />
        ))}
        {runs.map((id) => (
          <ImportProgress key={id} id={id} />
        ))}
      </div>
      <BrowseDialog
        opened={browsing}
        onClose={() => setBrowsing(false)}
        onChoose={(path) => {
          setBrowsing(false);
          void importPath(path, importOptions(form));
        }}
      />
    </section>
  );
}
