import { ActionIcon, Kbd, Modal, Switch, Tooltip } from "@mantine/core";
import { IconChevronLeft, IconChevronRight, IconDownload } from "@tabler/icons-react";
import { useEffect, type KeyboardEvent } from "react";
import { nameOfClass, pictureOf, useSamplePages, type Dataset, type Sample } from "../../api/datasets";
import { classColour } from "../../datasets";
import { whole } from "../../format";
import { truthShown } from "../../state/truth";
import { useStore } from "../../state/store";
import { Facts } from "../Facts";
import classes from "./PictureViewer.module.css";
import { TruthPicture } from "./TruthPicture";

interface Props {
  dataset: Dataset;
  /** The class that the list is narrowed to. */
  label: number | undefined;
  /** The picture's place in the list. */
  index: number;
  onMove: (index: number) => void;
  onClose: () => void;
}

/** One picture in full with all that is true of it; arrow keys go on and back. */
export function PictureViewer({ dataset, label, index, onMove, onClose }: Props) {
  const truth = useStore(truthShown);
  const recorded = dataset.sample_kind === "sample";
  const { total = 0, rowAt, onSight } = useSamplePages(dataset.id, label); // its own: the grid behind it keeps its place
  const sample = rowAt(index);
  useEffect(() => onSight(Math.max(0, index - 1), index + 1), [onSight, index]);
  const move = (to: number) => {
    if (to >= 0 && to < total) onMove(to);
  };
  const toggle = () => truthShown.update((shown) => !shown);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "1") toggle();
    const step: Record<string, number> = { ArrowRight: index + 1, ArrowDown: index + 1, ArrowLeft: index - 1, ArrowUp: index - 1, Home: 0, End: total - 1 };
    const to = step[event.key];
    if (to === undefined) return;
    move(to);
    event.preventDefault();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      size="min(1240px, 94vw)"
      onKeyDown={onKeyDown}
      title={<span className="num">{`${recorded ? "Sample" : "Picture"} ${whole(index + 1)} of ${whole(total)}`}</span>}
      classNames={{ body: classes.body }}
    >
      <div className={classes.stage}>
        <div className={classes.picture}>{sample && <TruthPicture key={sample.position} dataset={dataset} sample={sample} truth={truth} large />}</div>
        <div className={classes.bar}>
          <Tooltip label="Back (←)">
            <ActionIcon aria-label={recorded ? "Sample before" : "Picture before"} aria-disabled={index <= 0} onClick={() => move(index - 1)}>
              <IconChevronLeft size={20} />
            </ActionIcon>
          </Tooltip>
          <Tooltip label="On (→)">
            <ActionIcon aria-label={recorded ? "Next sample" : "Next picture"} data-autofocus aria-disabled={index >= total - 1} onClick={() => move(index + 1)}>
              <IconChevronRight size={20} />
            </ActionIcon>
          </Tooltip>
          {!recorded && (
            <Switch
              label={
                <>
                  Show the labels <Kbd size="xs">1</Kbd>
                </>
              }
              checked={truth}
              onChange={toggle}
            />
          )}
          {sample && !recorded && (
            <Tooltip label="Download the picture">
              <ActionIcon component="a" href={pictureOf(dataset.id, sample.position, "picture")} download={sample.picture.split("/").at(-1)} aria-label="Download the picture">
                <IconDownload size={18} />
              </ActionIcon>
            </Tooltip>
          )}
        </div>
      </div>
      {sample && <Beside dataset={dataset} sample={sample} />}
    </Modal>
  );
}

/** What is known of a picture, in words. */
function Beside({ dataset, sample }: { dataset: Dataset; sample: Sample }) {
  const labels = sample.boxes?.map(({ label, crowd, difficult }) => ({ label, note: [crowd && "crowd", difficult && "difficult"].filter(Boolean).join(", ") })) ?? sample.mask_labels.map((label) => ({ label, note: "" }));
  return (
    <aside className={classes.aside} aria-label={`About this ${dataset.sample_kind}`}>
      <Facts
        facts={[
          ["File", <span key="file" className="mono">{sample.picture}</span>],
          ["Size", dataset.sample_kind === "picture" && `${whole(sample.width)} × ${whole(sample.height)} pixels`],
          ["Class", sample.label === null ? null : nameOfClass(dataset, sample.label)],
          ["Objects", sample.boxes === null ? null : whole(sample.boxes.length)],
          ["Mask", sample.has_mask ? sample.mask_labels.map((label) => nameOfClass(dataset, label)).join(", ") || "background only" : null],
        ]}
      />
      {labels.length > 0 && (
        <ul className={classes.labels} aria-label="What it shows">
          {labels.map(({ label, note }, index) => (
            <li key={index}>
              <span className={classes.swatch} style={{ background: classColour(dataset, label) }} aria-hidden />
              {nameOfClass(dataset, label)}
              {note && <span className="quiet-text">{note}</span>}
            </li>
          ))}
        </ul>
      )}
    </aside>
  );
}
