import { Button, SegmentedControl, Select, Skeleton } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useCallback, useMemo } from "react";
import { useThresholds, usePicturePages, type Accuracy, type PictureQuery, type SeenPicture } from "../../api/accuracy";
import { className, drawnWords, points, scoreText } from "../../accuracy";
import { counted, whole } from "../../format";
import { useStore } from "../../state/store";
import { PICTURE_ORDERS, PICTURE_OUTCOMES, type PictureOrder, type PictureOutcome } from "../../views";
import { CardGrid } from "../CardGrid";
import { ErrorNote } from "../ErrorNote";
import { Panel } from "../Panel";
import classes from "./Gallery.module.css";
import { LayerToggles } from "./LayerToggles";
import { layerKey, layersShown } from "./layers";
import { PictureDialog } from "./PictureDialog";
import { SamplePicture } from "./SamplePicture";
import { ThresholdPane } from "./ThresholdPane";
import { labelOf, useAccuracyView, type AccuracyViewState } from "./useAccuracyView";

const ORDER_NAMES: Record<PictureOrder, string> = { worst: "Worst first", best: "Best first", change: "Largest change first", class: "By class" };
const OUTCOME_NAMES: Record<PictureOutcome, string> = { wrong: "Wrong", right: "Right", missed: "Missed", extra: "Too many" };
/** What no class stands for, as the address says it; the API leaves the class out then, and asks for the outcome. */
export const NOTHING = "none";

/** Smaller changes would be written as 0 points. */
const LEAST_SHOWN = 0.005;

interface Props {
  result: Accuracy;
  /** The run that is compared with, and what it is called. */
  against?: { run: string; name: string };
}

/** What the model said of each picture: to look at, in an order, of a class, at a threshold. */
export function Gallery({ result, against }: Props) {
  const [view, setView] = useAccuracyView();
  const layers = useStore(layersShown);
  const detects = result.task === "detection" || result.task === "instance_segmentation";
  const draws = result.task !== null && result.task !== "classification";
  const query = useMemo(() => queryOf(view, against?.run), [view, against?.run]);
  const pages = usePicturePages(result.run, query);
  const thresholds = useThresholds(result.run, detects ? labelOf(view.label) : undefined, detects && !result.preview);
  const threshold = view.threshold === undefined ? (thresholds.data?.sure ?? 0) : Number(view.threshold);
  const opened = view.picture === undefined ? undefined : Number(view.picture) - 1;
  const open = useCallback((index: number | undefined) => setView({ picture: index === undefined ? undefined : String(index + 1) }), [setView]);
  const total = pages.total;
  return (
    <Panel
      flush
      title={result.sample_kind === "sample" ? "Samples" : "Pictures"}
      note={total === undefined ? "…" : `${counted(total, result.sample_kind)}${total < result.samples ? ` of ${whole(result.samples)}` : ""}. Arrow keys move, Enter opens${draws ? `, ${against ? "1 2 3 toggle" : "1 2 toggle"} what is drawn` : ""}.`}
      actions={result.sample_kind === "picture" && <LayerToggles result={result} against={against?.name} />}
    >
      <div className={classes.bar}>
        <Orders value={query.sort ?? "worst"} against={against !== undefined} likeness={result.task === null} onChange={(sort) => setView({ sort, picture: undefined })} />
        {result.task !== null && <Outcomes value={view.outcome} detects={detects} onChange={(outcome) => setView({ outcome, picture: undefined })} />}
        <ClassFilters result={result} view={view} setView={setView} />
      </div>
      {detects && <ThresholdPane thresholds={thresholds.data} error={thresholds.error} threshold={threshold} label={labelOf(view.label) === undefined ? undefined : className(result, labelOf(view.label) ?? null)} onChange={(next) => setView({ threshold: next })} />}
      {pages.error !== undefined && pages.error !== null && <ErrorNote error={pages.error} retry={pages.refetch} />}
      {total === undefined && !pages.error && <Skeleton height={300} m={16} />}
      {total === 0 && <p className={classes.none}>No picture fits. Choose another class or outcome.</p>}
      {total !== undefined && total > 0 && (
        <div className={classes.grid}>
          <CardGrid
            label={result.sample_kind === "sample" ? "Samples of this run" : "Pictures of this run"}
            count={total}
            itemAt={pages.rowAt}
            onSight={pages.onSight}
            onOpen={open}
            onKey={layerKey}
            card={(picture) => (
              <>
                <div className={classes.thumb}>
                  <SamplePicture key={picture.position} result={result} picture={picture} against={against?.run} layers={layers} threshold={threshold} />
                </div>
                <Caption result={result} picture={picture} threshold={threshold} sure={detects ? thresholds.data?.sure : undefined} />
              </>
            )}
            cardWidth={164}
            cardHeight={214}
            maxHeight={692}
          />
        </div>
      )}
      {opened !== undefined && total !== undefined && (
        <PictureDialog result={result} pages={pages} index={opened} against={against} threshold={threshold} onMove={open} onClose={() => open(undefined)} />
      )}
    </Panel>
  );
}

/** The question that the address asks. */
function queryOf(view: AccuracyViewState, against: string | undefined): PictureQuery {
  const sort = view.sort === "change" && !against ? "worst" : (view.sort ?? (against ? "change" : "worst"));
  const outcome = view.given === NOTHING ? "missed" : view.label === NOTHING ? "extra" : view.outcome;
  return { label: labelOf(view.label), given: labelOf(view.given), outcome, sort, against };
}

function Orders({ value, against, likeness, onChange }: { value: PictureOrder; against: boolean; likeness: boolean; onChange: (order: PictureOrder) => void }) {
  const offered = PICTURE_ORDERS.filter((order) => (order !== "change" || against) && (order !== "class" || !likeness));
  const name = (order: PictureOrder) => (likeness && order === "worst" ? "Least like first" : likeness && order === "best" ? "Most like first" : ORDER_NAMES[order]);
  return <Select aria-label="Order of pictures" className={classes.order} value={value} onChange={(order) => onChange(order as PictureOrder)} data={offered.map((order) => ({ value: order, label: name(order) }))} />;
}

function Outcomes({ value, detects, onChange }: { value: PictureOutcome | undefined; detects: boolean; onChange: (outcome: PictureOutcome | undefined) => void }) {
  const offered = PICTURE_OUTCOMES.filter((outcome) => detects || outcome === "wrong" || outcome === "right");
  return (
    <SegmentedControl
      aria-label="What became of the pictures"
      value={value ?? ""}
      onChange={(next) => onChange((next || undefined) as PictureOutcome | undefined)}
      data={[{ value: "", label: "All" }, ...offered.map((outcome) => ({ value: outcome, label: OUTCOME_NAMES[outcome] }))]}
    />
  );
}

/** The class that pictures show; when a cell of the confusion was chosen, what it was taken for. */
function ClassFilters({ result, view, setView }: { result: Accuracy; view: AccuracyViewState; setView: (part: AccuracyViewState) => void }) {
  const labels = useMemo(() => result.per_class.map(({ label }) => ({ value: String(label), label: className(result, label) })), [result]);
  if (labels.length === 0 && view.label === undefined) return null;
  return (
    <>
      {view.given === undefined && view.label !== NOTHING ? (
        <Select
          aria-label="Class that pictures show"
          className={classes.order}
          searchable
          clearable
          placeholder="Any class"
          value={view.label ?? null}
          onChange={(label) => setView({ label: label ?? undefined, picture: undefined })}
          data={labels}
        />
      ) : (
        <Button variant="light" rightSection={<IconX size={15} />} aria-label={`Only ${confusionWords(result, view)}: take off`} onClick={() => setView({ label: undefined, given: undefined, picture: undefined })}>
          {confusionWords(result, view)}
        </Button>
      )}
    </>
  );
}

function confusionWords(result: Accuracy, { label, given }: AccuracyViewState): string {
  if (given === NOTHING) return `${className(result, labelOf(label) ?? null)} not found`;
  if (label === NOTHING) return `${className(result, labelOf(given) ?? null)} where nothing was`;
  const what = className(result, labelOf(given) ?? null);
  return label === undefined ? `taken for ${what}` : label === given ? `${what} taken for ${what}` : `${className(result, labelOf(label) ?? null)} taken for ${what}`;
}

interface CaptionProps {
  result: Accuracy;
  picture: SeenPicture;
  /** Only detections of at least this score are counted. */
  threshold: number;
  /** From which score on the picture's own score counts. */
  sure: number | undefined;
}

/** Under a thumbnail: the truth, what was said, how right that is, and how that changed. */
function Caption({ result, picture, threshold, sure }: CaptionProps) {
  const { record, right, other, other_right: otherRight, score, change } = picture;
  const own = drawnWords(result, record, right, threshold);
  const others = other && drawnWords(result, other, otherRight, threshold);
  return (
    <div className={classes.caption} data-long={record.kind === "pixels" || undefined}>
      <div className={classes.scores}>
        <b className="num" title={sure === undefined ? undefined : `F1 of this picture, confidence from ${sure.toFixed(2)}`}>
          {scoreText(picture, score)}
        </b>
        {change !== null && Math.abs(change) >= LEAST_SHOWN && (
          <span className={`num ${change > 0 ? classes.better : classes.worse}`} title={`Against the other run: ${points(change)} points`}>
            {points(change, 0)}
          </span>
        )}
        <span className={`${classes.file} clip`} title={record.picture}>
          {record.picture.split("/").at(-1)}
        </span>
      </div>
      {record.kind === "class" && <div className={`clip ${classes.truth}`}>{className(result, record.label)}</div>}
      <div className={`clip ${classes.own}`} title={own}>
        {own}
      </div>
      {others && (
        <div className={`clip ${classes.other}`} title={others}>
          {others}
        </div>
      )}
    </div>
  );
}
