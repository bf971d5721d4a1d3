import { ActionIcon, Modal, Skeleton } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useEffect, type KeyboardEvent } from "react";
import type { Accuracy, PictureRecord, SeenPicture } from "../../api/accuracy";
import { pictureOf } from "../../api/datasets";
import { className, drawnWords, points, scoreText } from "../../accuracy";
import type { Pages } from "../../api/pages";
import { figure, percent, whole } from "../../format";
import { useStore } from "../../state/store";
import { Facts } from "../Facts";
import { found } from "./found";
import { layerKey, LAYERS, layersShown, type Layer } from "./layers";
import { LayerToggles } from "./LayerToggles";
import classes from "./PictureDialog.module.css";
import { SamplePicture } from "./SamplePicture";

interface Props {
  result: Accuracy;
  pages: Pages<SeenPicture>;
  /** The place of the picture in the list. */
  index: number;
  against?: { run: string; name: string };
  threshold: number;
  onMove: (index: number) => void;
  onClose: () => void;
}

/** One picture as large as the window, with everything that was said of it. */
export function PictureDialog({ result, pages, index, against, threshold, onMove, onClose }: Props) {
  const layers = useStore(layersShown);
  const picture = pages.rowAt(index);
  const total = pages.total ?? 0;
  const { onSight } = pages;
  useEffect(() => {
    if (picture === undefined) onSight(index, index); // an address may name a picture that was never in sight
  }, [picture, index, onSight]);
  const move = (to: number) => {
    if (to >= 0 && to < total) onMove(to);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowRight") move(index + 1);
    else if (event.key === "ArrowLeft") move(index - 1);
    else if (!layerKey(event.key)) return;
    event.preventDefault();
    event.stopPropagation(); // the same keys choose tabs elsewhere
  };
  return (
    <Modal
      opened
      onClose={onClose}
      onKeyDown={onKeyDown}
      size="min(1240px, 96vw)"
      classNames={{ body: classes.body }}
      title={picture ? <span className={classes.title}>{picture.record.picture}</span> : "Picture"}
    >
      {!picture && index < total && <Skeleton height={420} />}
      {!picture && index >= total && <p className="quiet-text">The list has no picture at this place.</p>}
      {picture && (
        <div className={classes.columns}>
          <div className={classes.stage} data-many={picture.record.kind === "pixels" || undefined}>
            {panesOf(picture, layers).map((shown, index) => (
              <figure key={`${picture.position}-${index}`} className={classes.pane}>
                {picture.record.kind === "pixels" && shown.size === 1 && <figcaption>{LAYERS.find(({ layer }) => shown.has(layer))?.name}</figcaption>}
                <SamplePicture result={result} picture={picture} against={against?.run} layers={shown} threshold={threshold} large />
              </figure>
            ))}
          </div>
          <aside className={classes.side}>
            <div className="row">
              <ActionIcon aria-label="Picture before" aria-disabled={index === 0} onClick={() => move(index - 1)}>
                <IconChevronLeft size={18} />
              </ActionIcon>
              <span className="grow num quiet-text" style={{ textAlign: "center" }}>
                {whole(index + 1)} of {whole(total)}
              </span>
              <ActionIcon aria-label="Next picture" aria-disabled={index >= total - 1} onClick={() => move(index + 1)}>
                <IconChevronRight size={18} />
              </ActionIcon>
            </div>
            {result.sample_kind === "picture" && <LayerToggles result={result} against={against?.name} />}
            <Said result={result} picture={picture} againstName={against?.name} threshold={threshold} />
            {result.dataset && result.sample_kind === "picture" && (
              <a href={pictureOf(result.dataset, picture.position, "picture")} target="_blank" rel="noreferrer">
                Open the picture itself
              </a>
            )}
          </aside>
        </div>
      )}
    </Modal>
  );
}

/** Masks cover each other, so each has a copy of the picture; all else is drawn over one. */
function panesOf({ record, other }: SeenPicture, layers: ReadonlySet<Layer>): readonly ReadonlySet<Layer>[] {
  const shown = LAYERS.map(({ layer }) => layer).filter((layer) => layers.has(layer) && (layer !== "other" || other !== null));
  return record.kind === "pixels" && shown.length > 0 ? shown.map((layer) => new Set([layer])) : [layers];
}

function Said({ result, picture, againstName, threshold }: { result: Accuracy; picture: SeenPicture; againstName?: string; threshold: number }) {
  const { record, right, other, truth, score, other_score: otherScore, change } = picture;
  return (
    <div className={classes.said}>
      <Facts
        facts={[
          ["Score", <b key="score" className="num">{scoreText(picture, score)}</b>],
          otherScore !== null && ["Other run", <span key="other" className="num">{scoreText(picture, otherScore)}</span>],
          change !== null && record.kind !== "likeness" && ["Change", <span key="change" className="num">{points(change)} points</span>],
          record.kind === "class" && ["Truth", className(result, record.label)],
          record.kind === "class" && ["Its place", record.rank === null ? "the network does not give the class" : whole(record.rank + 1)],
          record.kind === "pixels" && ["In the picture", (truth?.mask_labels ?? []).map((label) => className(result, label + 1)).join(", ")],
          record.kind === "objects" && ["Found", drawnWords(result, record, right, threshold)],
          truth && ["Size", `${truth.width} × ${truth.height}`],
        ]}
      />
      <Details title="This run" result={result} record={record} threshold={threshold} />
      {other && <Details title={againstName ?? "Other run"} result={result} record={other} threshold={threshold} />}
    </div>
  );
}

/** All that one run said of the picture, the surest first. */
function Details({ title, result, record, threshold }: { title: string; result: Accuracy; record: PictureRecord; threshold: number }) {
  const rows = rowsOf(result, record, threshold);
  return (
    <section>
      <h3>{title}</h3>
      {rows.length === 0 ? (
        <p className="quiet-text">{record.kind === "objects" ? `Nothing from ${threshold.toFixed(2)} on.` : "Nothing."}</p>
      ) : (
        <ol className={classes.rows}>
          {rows.map(([name, value], index) => (
            <li key={index}>
              <span className="clip" title={name}>
                {name}
              </span>
              <span className="num">{value}</span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

type Row = readonly [name: string, value: string];

function rowsOf(result: Accuracy, record: PictureRecord, threshold: number): Row[] {
  if (record.kind === "class") return record.best.labels.map((label, index) => [className(result, label), percent(record.best.scores[index] ?? 0)]);
  if (record.kind === "pixels") return confused(result, record.cells);
  if (record.kind === "likeness") return record.outputs.map((name, index) => [name, `cosine ${figure(record.cosine[index] ?? 0, 4)}, nmse ${figure(record.nmse[index] ?? 0, 3)}`]);
  return found(record, threshold).map(({ label, score }) => [className(result, label), percent(score)]);
}

const MOST_CELLS = 12;

/** What pixels were taken for, the largest areas first. */
function confused(result: Accuracy, cells: readonly (readonly number[])[]): Row[] {
  return [...cells]
    .sort((a, b) => (b[2] ?? 0) - (a[2] ?? 0))
    .slice(0, MOST_CELLS)
    .map(([truth = 0, given = 0, count = 0]) => [truth === given ? className(result, truth) : `${className(result, truth)} taken for ${className(result, given)}`, `${whole(count)} px`]);
}
