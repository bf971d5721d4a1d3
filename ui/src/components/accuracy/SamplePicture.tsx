import { memo, useState } from "react";
import { givenMaskAddress, type Accuracy, type PictureRecord, type SeenPicture } from "../../api/accuracy";
import { pictureOf, thumbnailOf } from "../../api/datasets";
import { className } from "../../accuracy";
import { percent } from "../../format";
import { found } from "./found";
import type { Layer } from "./layers";
import classes from "./SamplePicture.module.css";

interface Props {
  result: Accuracy;
  picture: SeenPicture;
  /** The run that `picture.other` is of. */
  against?: string;
  layers: ReadonlySet<Layer>;
  /** Only detections of at least this score are drawn. */
  threshold: number;
  /** In full, with the names of classes; else a thumbnail. */
  large?: boolean;
  /** The shape of a large picture's frame, width over height; else that of the picture. */
  frame?: number;
}

/** How many letters are as wide as a picture: of one that fills the window, and of one among others. */
const LETTERS_LARGE = 62;
const LETTERS_FRAMED = 24;

interface Drawn {
  layer: Layer;
  box: readonly [number, number, number, number];
  text: string;
}

/** A picture with what is true and what each run said, drawn over it; of recorded inputs, the name of their file. */
export const SamplePicture = memo(function SamplePicture({ result, picture, against, layers, threshold, large = false, frame }: Props) {
  const [failed, setFailed] = useState(false);
  const { truth, position, record } = picture;
  const { dataset, run } = result;
  if (result.sample_kind === "sample") return <div className={classes.gone}>{record.picture}</div>;
  if (!truth || !dataset || failed) {
    return <div className={classes.gone}>{truth && dataset ? "This picture cannot be opened." : "The dataset was removed; its pictures are not here."}</div>;
  }
  const boxes = boxesOf(result, picture, layers, threshold);
  const letters = Math.max(truth.width, truth.height) / (frame === undefined ? LETTERS_LARGE : LETTERS_FRAMED);
  return (
    <div className={`${classes.picture} ${large ? classes.large : ""}`} style={large ? { aspectRatio: frame ?? truth.width / truth.height } : undefined}>
      <img src={large ? pictureOf(dataset, position, "picture") : thumbnailOf(dataset, position, 256)} alt={record.picture} loading="lazy" decoding="async" onError={() => setFailed(true)} />
      {layers.has("truth") && hasTrueMask(result, picture) && <img className={`${classes.mask} ${classes.trueMask}`} src={pictureOf(dataset, position, "mask")} alt="" loading="lazy" />}
      {layers.has("own") && hasMask(record) && <img className={classes.mask} src={givenMaskAddress(run, position, maskThreshold(record, threshold))} alt="" loading="lazy" />}
      {layers.has("other") && against && picture.other && hasMask(picture.other) && (
        <img className={classes.mask} src={givenMaskAddress(against, position, maskThreshold(picture.other, threshold))} alt="" loading="lazy" />
      )}
      {boxes.length > 0 && (
        <svg viewBox={`0 0 ${truth.width} ${truth.height}`} aria-hidden>
          {boxes.map(({ layer, box: [x0, y0, x1, y1], text }, index) => (
            <g key={index} className={classes[layer]}>
              <rect x={x0} y={y0} width={Math.max(0, x1 - x0)} height={Math.max(0, y1 - y0)} className={classes.halo} />
              <rect x={x0} y={y0} width={Math.max(0, x1 - x0)} height={Math.max(0, y1 - y0)} className={classes.box} />
              {large && (frame === undefined || layer !== "truth") && <Caption text={text} layer={layer} box={[x0, y0, x1, y1]} size={letters} />}
            </g>
          ))}
        </svg>
      )}
    </div>
  );
});

/** The class of a box, each layer in a corner of its own, so that they do not cover each other. */
function Caption({ text, layer, box: [x0, y0, x1, y1], size }: Drawn & { size: number }) {
  const [width, height] = [text.length * size * 0.56 + size * 0.6, size * 1.35];
  const x = layer === "other" ? Math.max(x0, x1 - width) : x0;
  const top = layer === "truth" ? y1 - height : Math.max(0, y0);
  return (
    <>
      <rect x={x} y={top} width={width} height={height} className={classes.plate} />
      <text x={x + size * 0.3} y={top + size} fontSize={size} className={classes.text}>
        {text}
      </text>
    </>
  );
}

function hasMask(record: PictureRecord): boolean {
  return record.kind === "pixels" || (record.kind === "objects" && (record.detected.masks?.length ?? 0) > 0);
}

/** The mask of a class for each pixel has no scores; that of instances has. */
function maskThreshold(record: PictureRecord, threshold: number): number | undefined {
  return record.kind === "objects" ? threshold : undefined;
}

function hasTrueMask(result: Accuracy, { truth }: SeenPicture): boolean {
  return result.task === "segmentation" && (truth?.has_mask ?? false);
}

function boxesOf(result: Accuracy, { truth, record, other }: SeenPicture, layers: ReadonlySet<Layer>, threshold: number): Drawn[] {
  const there = layers.has("truth") && record.kind === "objects" ? (truth?.boxes ?? []) : [];
  const said = (layer: Layer, one: PictureRecord | null): Drawn[] =>
    layers.has(layer) && one ? found(one, threshold).map(({ box, label, score }) => ({ layer, box, text: `${className(result, label)} ${percent(score, 0)}` })) : [];
  return [
    ...there.map(({ label, x0, y0, x1, y1, crowd, difficult }): Drawn => ({
      layer: "truth",
      box: [x0, y0, x1, y1],
      text: [className(result, label), crowd && "crowd", difficult && "difficult"].filter(Boolean).join(", "),
    })),
    ...said("other", other),
    ...said("own", record),
  ];
}
