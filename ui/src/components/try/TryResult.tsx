import { Button, SegmentedControl, Select, Slider } from "@mantine/core";
import { IconFlame } from "@tabler/icons-react";
import { useState } from "react";
import type { SaliencyMethod, Try } from "../../api/tries";
import { whole } from "../../format";
import { Panel } from "../Panel";
import { AnswerPanel, classWords } from "./AnswerPanel";
import classes from "./TryResult.module.css";

interface Props {
  tried: Try;
  busy: boolean;
  /** Find out where the models look for a class; without one for the first model's best. */
  onExplain: (method: SaliencyMethod, label: string | null) => void;
}

/** From which score on an object counts, before somebody says otherwise; as in accuracy. */
const SURE = 0.3;

/** A picture with the answers of its models side by side, and how they are drawn. */
export function TryResult({ tried, busy, onExplain }: Props) {
  const [threshold, setThreshold] = useState(SURE);
  const [mask, setMask] = useState(0.6);
  const [heat, setHeat] = useState(0.75);
  const [method, setMethod] = useState<SaliencyMethod>("rise");
  const [label, setLabel] = useState<string | null>(null);
  const { answers, saliency } = tried;
  const seen = [...new Set(answers.flatMap(({ top }) => top.map(({ name }) => name)))];
  const hasObjects = answers.some(({ task }) => task === "detection" || task === "instance_segmentation");
  const classifies = answers.every(({ task }) => task === "classification");
  return (
    <>
      <Panel title={tried.picture} note={about(tried)}>
        <div className={classes.controls}>
          {hasObjects && <LabelledSlider name="Objects from" value={threshold} onChange={setThreshold} />}
          {answers.some((answer) => answer.has_masks) && <LabelledSlider name="Mask" value={mask} onChange={setMask} />}
          {saliency !== null && <LabelledSlider name="Heat" value={heat} onChange={setHeat} />}
          {classifies && (
            <div className={classes.explain}>
              <SegmentedControl
                aria-label="How to find where it looks"
                value={method}
                onChange={(value) => setMethod(value as SaliencyMethod)}
                data={[
                  { value: "rise", label: "Random masks" },
                  { value: "occlusion", label: "Cover places" },
                ]}
              />
              <Select
                aria-label="Class to look for"
                placeholder="its best class"
                searchable
                clearable
                w={190}
                value={label}
                onChange={setLabel}
                data={seen.map((name) => ({ value: name, label: classWords(name) }))}
              />
              <Button variant={saliency === null ? "filled" : "default"} leftSection={<IconFlame size={17} />} disabled={busy} onClick={() => onExplain(method, label)}>
                Where does it look?
              </Button>
            </div>
          )}
        </div>
      </Panel>
      <div className={classes.answers} data-two={answers.length > 1 || undefined}>
        {answers.map((answer) => (
          <AnswerPanel key={`${tried.run}-${answer.model}`} tried={tried} answer={answer} threshold={threshold} opacity={{ mask, heat }} />
        ))}
      </div>
    </>
  );
}

function about({ width, height, truth, saliency }: Try): string {
  const asked = saliency && (saliency.method === "occlusion" ? `${whole((saliency.steps ?? 0) ** 2)} covered places` : `${whole(saliency.masks ?? 0)} random masks`);
  return [`${whole(width)} × ${whole(height)} pixels`, truth.length > 0 && `its dataset says: ${truth.join(", ")}`, asked].filter(Boolean).join(" · ");
}

function LabelledSlider({ name, value, onChange }: { name: string; value: number; onChange: (value: number) => void }) {
  const id = `slider-${name.toLowerCase().replaceAll(" ", "-")}`;
  return (
    <div className={classes.slider}>
      <span id={id}>{name}</span>
      <Slider min={0} max={1} step={0.01} value={value} label={null} thumbProps={{ "aria-labelledby": id, "aria-valuetext": value.toFixed(2) }} onChange={onChange} />
      <b className="num">{value.toFixed(2)}</b>
    </div>
  );
}
