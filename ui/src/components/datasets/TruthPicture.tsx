import { memo, useState } from "react";
import { nameOfClass, pictureOf, thumbnailOf, type Box, type Dataset, type Sample } from "../../api/datasets";
import { classColour, contentWords } from "../../datasets";
import classes from "./TruthPicture.module.css";

interface Props {
  dataset: Dataset;
  sample: Sample;
  /** Whether the labels are drawn over it. */
  truth: boolean;
  /** In full, with the names of classes; else a thumbnail. */
  large?: boolean;
}

const THUMBNAIL_SIDE = 256;

/** A picture of a dataset with its boxes, outlines or mask over it; of recorded inputs, the name of their file. */
export const TruthPicture = memo(function TruthPicture({ dataset, sample, truth, large = false }: Props) {
  const [failed, setFailed] = useState(false);
  const { position, width, height } = sample;
  if (dataset.sample_kind === "sample") return <div className={classes.gone}>{sample.picture}</div>;
  if (failed) return <div className={classes.gone}>This picture cannot be opened. It was changed or removed since the import.</div>;
  const boxes = truth ? (sample.boxes ?? []) : [];
  return (
    <div className={classes.picture}>
      <img
        src={large ? pictureOf(dataset.id, position, "picture") : thumbnailOf(dataset.id, position, THUMBNAIL_SIDE)}
        alt={`${sample.picture}: ${contentWords(dataset, sample)}`}
        decoding="async"
        onError={() => setFailed(true)}
      />
      {truth && sample.has_mask && <img className={classes.mask} src={pictureOf(dataset.id, position, "mask")} alt="" decoding="async" />}
      {boxes.length > 0 && (
        <svg viewBox={`0 0 ${width} ${height}`} aria-hidden>
          {boxes.map((box, index) => (
            <Outline key={index} box={box} colour={classColour(dataset, box.label)} />
          ))}
          {large && boxes.map((box, index) => <Caption key={index} box={box} colour={classColour(dataset, box.label)} text={captionOf(dataset, box)} size={Math.max(width, height) / 56} />)}
        </svg>
      )}
    </div>
  );
});

function captionOf(dataset: Dataset, { label, crowd, difficult }: Box): string {
  return [nameOfClass(dataset, label), crowd && "crowd", difficult && "difficult"].filter(Boolean).join(", ");
}

/** The corners of an object, and its outline where that is known; dashed where it need not be found. */
function Outline({ box, colour }: { box: Box; colour: string }) {
  const place = { x: box.x0, y: box.y0, width: Math.max(0, box.x1 - box.x0), height: Math.max(0, box.y1 - box.y0) };
  return (
    <g style={{ color: colour }} data-optional={box.crowd || box.difficult || undefined}>
      {(box.polygons ?? []).map((points, index) => (
        <polygon key={index} points={points.join(" ")} className={classes.area} />
      ))}
      <rect {...place} className={classes.halo} />
      <rect {...place} className={classes.box} />
    </g>
  );
}

function Caption({ box, colour, text, size }: { box: Box; colour: string; text: string; size: number }) {
  const y = Math.max(0, box.y0);
  return (
    <g style={{ color: colour }}>
      <rect x={box.x0} y={y} width={text.length * size * 0.56 + size * 0.6} height={size * 1.35} className={classes.plate} />
      <text x={box.x0 + size * 0.3} y={y + size} fontSize={size} className={classes.text}>
        {text}
      </text>
    </g>
  );
}
