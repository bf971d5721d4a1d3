import { useElementSize } from "@mantine/hooks";
import { useState } from "react";
import { heatLayer, maskLayer, triedPicture, type Answer, type FoundObject, type Try } from "../../api/tries";
import { percent } from "../../format";
import classes from "./TriedPicture.module.css";

/** How strongly each kind of layer covers the picture, 0..1. */
export interface Opacity {
  mask: number;
  heat: number;
}

interface Props {
  tried: Try;
  answer: Answer;
  /** Only objects of at least this score are drawn. */
  threshold: number;
  opacity: Opacity;
  /** The object that is pointed at in the list. */
  marked?: FoundObject;
}

/** The height of the letters of a caption, in pixels of the screen. */
const LETTERS = 11.5;

/** The picture with what one model found in it: boxes, masks, and the heat of what it looked at. */
export function TriedPicture({ tried, answer, threshold, opacity, marked }: Props) {
  const [failed, setFailed] = useState(false);
  const { ref, width: onScreen } = useElementSize();
  const { width, height, run } = tried;
  if (failed) return <div className={classes.gone}>The picture is no longer in the workspace. Try it again.</div>;
  const objects = answer.objects.filter(({ score }) => score >= threshold);
  const letters = (LETTERS * width) / (onScreen || width);
  return (
    <div ref={ref} className={classes.picture} style={{ aspectRatio: width / height, maxWidth: `calc(min(56vh, 640px) * ${width / height})` }}>
      <img src={triedPicture(run)} alt={`${tried.picture}: ${foundWords(answer, threshold)}`} onError={() => setFailed(true)} />
      {answer.has_masks && <img className={classes.layer} style={{ opacity: opacity.mask }} src={maskLayer(run, answer.model, threshold)} alt="" />}
      {answer.saliency && <img className={classes.layer} style={{ opacity: opacity.heat }} src={heatLayer(run, answer.model)} alt="" />}
      {objects.length > 0 && (
        <svg viewBox={`0 0 ${width} ${height}`} aria-hidden>
          {/* the surest on top */}
          {objects.toReversed().map((one, index) => (
            <Outline key={index} found={one} faint={marked !== undefined && marked !== one} />
          ))}
          {objects.toReversed().map((one, index) => (
            <Caption key={index} found={one} size={letters} most={width} faint={marked !== undefined && marked !== one} />
          ))}
        </svg>
      )}
    </div>
  );
}

function Outline({ found, faint }: { found: FoundObject; faint: boolean }) {
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = found.box;
  const place = { x: x0, y: y0, width: Math.max(0, x1 - x0), height: Math.max(0, y1 - y0) };
  return (
    <g data-faint={faint || undefined}>
      <rect {...place} className={classes.halo} />
      <rect {...place} className={classes.box} />
    </g>
  );
}

/** The class of a box, above it and never beyond the picture of width `most`. */
function Caption({ found, size, most, faint }: { found: FoundObject; size: number; most: number; faint: boolean }) {
  const text = `${found.name} ${percent(found.score, 0)}`;
  const plate = { width: text.length * size * 0.56 + size * 0.6, height: size * 1.35 };
  const x = Math.max(0, Math.min(found.box[0] ?? 0, most - plate.width));
  const y = Math.max(0, (found.box[1] ?? 0) - plate.height);
  return (
    <g data-faint={faint || undefined}>
      <rect x={x} y={y} {...plate} className={classes.plate} />
      <text x={x + size * 0.3} y={y + size} fontSize={size} className={classes.text}>
        {text}
      </text>
    </g>
  );
}

/** What was found, in a few words for those who do not see the picture. */
function foundWords({ top, objects, regions }: Answer, threshold: number): string {
  const sure = objects.filter(({ score }) => score >= threshold).map(({ name }) => name);
  return [top[0]?.name, ...sure, ...regions.map(({ name }) => name)].filter(Boolean).slice(0, 8).join(", ") || "nothing found";
}
