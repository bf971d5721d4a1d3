import { Button, Switch } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { IconPhotoOff } from "@tabler/icons-react";
import { Kbd } from "@mantine/core";
import { useRef } from "react";
import { nameOfClass, type Dataset, type Sample } from "../../api/datasets";
import type { Pages } from "../../api/pages";
import { contentWords } from "../../datasets";
import { counted } from "../../format";
import { truthShown } from "../../state/truth";
import { useStore } from "../../state/store";
import { CardGrid } from "../CardGrid";
import { EmptyState } from "../EmptyState";
import { ErrorNote } from "../ErrorNote";
import { usePageKeys } from "../usePageKeys";
import { FilterTag } from "./FilterTag";
import classes from "./PictureGrid.module.css";
import { TruthPicture } from "./TruthPicture";

interface Props {
  dataset: Dataset;
  pages: Pages<Sample>;
  /** The class that all pictures show, where they are narrowed to one. */
  label: number | undefined;
  onAll: () => void;
  onOpen: (index: number) => void;
}

const CARD = { cardWidth: 150, cardHeight: 168 };

/** The pictures of a dataset, or those of one class, with what is true of them. */
export function PictureGrid({ dataset, pages, label, onAll, onOpen }: Props) {
  const truth = useStore(truthShown);
  const { ref, height } = useElementSize();
  const toggle = () => truthShown.update((shown) => !shown);
  const drawn = dataset.tasks.some((task) => task !== "classification");
  const title = dataset.sample_kind === "sample" ? "Samples" : "Pictures";
  const panel = useRef<HTMLElement>(null);
  usePageKeys([["1", toggle]], panel);
  return (
    <section ref={panel} className={classes.panel} aria-label={title}>
      <header className={classes.head}>
        <h2>{pages.total === undefined ? title : counted(pages.total, dataset.sample_kind)}</h2>
        {label !== undefined && <FilterTag text={nameOfClass(dataset, label)} onRemove={onAll} />}
        {drawn && (
          <Switch
            className={classes.truth}
            labelPosition="left"
            label={
              <>
                Show the labels <Kbd size="xs">1</Kbd>
              </>
            }
            checked={truth}
            onChange={toggle}
          />
        )}
      </header>
      {pages.error !== undefined && pages.error !== null && <ErrorNote error={pages.error} retry={pages.refetch} />}
      {pages.total === 0 && (
        <EmptyState
          icon={<IconPhotoOff />}
          title="No picture shows this class"
          action={
            <Button variant="default" onClick={onAll}>
              Show all pictures
            </Button>
          }
        >
          The class has a name, but no label of it is in this dataset.
        </EmptyState>
      )}
      <div ref={ref} className={classes.body}>
        {pages.total !== undefined && pages.total > 0 && height > 0 && (
          <CardGrid
            label={title}
            count={pages.total}
            itemAt={pages.rowAt}
            onSight={pages.onSight}
            name={(sample) => [sample.picture, contentWords(dataset, sample)].filter(Boolean).join(": ")}
            onOpen={onOpen}
            maxHeight={height}
            {...CARD}
            card={(sample) => (
              <>
                <div className={classes.thumbnail}>
                  <TruthPicture key={sample.position} dataset={dataset} sample={sample} truth={truth} />
                </div>
                <span className={classes.words} title={sample.picture}>
                  {contentWords(dataset, sample) || sample.picture}
                </span>
              </>
            )}
          />
        )}
      </div>
    </section>
  );
}
