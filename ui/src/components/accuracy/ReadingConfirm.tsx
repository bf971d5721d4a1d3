import { Button } from "@mantine/core";
import { IconCheck, IconEyeCheck, IconPlayerPlay } from "@tabler/icons-react";
import { useState } from "react";
import { usePictures, useStartAccuracy, useStoreReading, useThresholds, type Accuracy, type SeenPicture, type Tried } from "../../api/accuracy";
import { accuracyRequest, firstAccuracy, leftOpen, type AccuracyAsk } from "../../api/accuracyForm";
import { useModel } from "../../api/queries";
import type { Run } from "../../api/types";
import { className, familyName, preprocessingWords, recordWords } from "../../accuracy";
import { percent, whole } from "../../format";
import { useStore } from "../../state/store";
import { ErrorNote } from "../ErrorNote";
import { Facts } from "../Facts";
import { Panel } from "../Panel";
import { LayerToggles } from "./LayerToggles";
import { layersShown } from "./layers";
import classes from "./ReadingConfirm.module.css";
import { SamplePicture } from "./SamplePicture";

interface Props {
  run: Run;
  result: Accuracy;
  ask?: AccuracyAsk;
  onTry?: (tried: Tried) => void;
  onStarted: (run: Run) => void;
}

const CANDIDATES = 5;

/** How the model seems to be read, drawn on a few pictures, for a person to agree or to choose another way. */
export function ReadingConfirm({ run, result, ask, onTry, onStarted }: Props) {
  const model = useModel(run.model ?? "").data;
  const store = useStoreReading();
  const start = useStartAccuracy();
  const pictures = usePictures(run.id, { limit: 16 });
  const detects = result.task === "detection" || result.task === "instance_segmentation";
  const sure = useThresholds(run.id, undefined, detects).data?.sure ?? 0;
  const layers = useStore(layersShown);
  const stored = model !== undefined && model.preprocessing.confirmed && store.isSuccess;
  const confirm = (then?: () => void) => store.mutate({ model: run.model ?? "", body: { run: run.id } }, { onSuccess: then });
  const measure = () => {
    if (!model) return;
    const wanted = { ...(ask ?? firstAccuracy(result.config.device)), dataset: result.dataset ?? "" };
    start.mutate(accuracyRequest(model, leftOpen(wanted)), { onSuccess: onStarted });
  };
  const busy = store.isPending || start.isPending;
  return (
    <>
      <Panel>
        <div className="stack">
          <div className={classes.head}>
            <IconEyeCheck size={26} stroke={1.6} className={classes.icon} aria-hidden />
            <div className="grow">
              <h2 className={classes.title}>Is {run.model_name} read rightly?</h2>
              {result.reasons.map((reason) => (
                <p key={reason} className={classes.reason}>
                  {reason}
                </p>
              ))}
            </div>
          </div>
          {pictures.error && <ErrorNote error={pictures.error} retry={() => void pictures.refetch()} />}
          <div className={classes.bar}>
            <span className="grow quiet-text">
              {detects ? `Detections from ${sure.toFixed(2)} on. ` : ""}Names and places that fit what you see mean that it is.
            </span>
            <LayerToggles result={result} />
          </div>
          <div className={classes.pictures}>
            {(pictures.data?.samples ?? []).map((picture) => (
              <figure key={picture.position}>
                <SamplePicture result={result} picture={picture} layers={layers} threshold={sure} large frame={4 / 3} />
                <figcaption>{said(result, picture)}</figcaption>
              </figure>
            ))}
          </div>
          {(store.error ?? start.error) && <ErrorNote error={store.error ?? start.error} />}
          {model && result.dataset && (
            <div className={classes.actions}>
              {stored ? (
                <>
                  <span className="row">
                    <IconCheck size={18} color="var(--ok)" aria-hidden /> Stored with the model
                  </span>
                  <Button leftSection={<IconPlayerPlay size={16} />} loading={start.isPending} onClick={measure}>
                    Measure
                  </Button>
                </>
              ) : (
                <>
                  <Button leftSection={<IconCheck size={16} />} loading={busy} onClick={() => confirm(measure)}>
                    Confirm and measure
                  </Button>
                  <Button variant="default" disabled={busy} onClick={() => confirm()}>
                    Only confirm and store
                  </Button>
                </>
              )}
              {onTry && <span className="quiet-text">Not right? Choose another way below, or set it by hand beside.</span>}
            </div>
          )}
        </div>
      </Panel>
      <Panel title="Read as">
        <Facts
          facts={[
            ["Outputs", result.adapter ? familyName(result.adapter) : "compared with those of another model"],
            ["Pictures go in", preprocessingWords(result.preprocessing)],
            result.model_classes.length > 0 && ["Classes", `${whole(result.model_classes.length)}: ${result.model_classes.slice(0, 8).join(", ")}${result.model_classes.length > 8 ? ", …" : ""}`],
          ]}
        />
      </Panel>
      <Candidates tried={result.tried} onTry={onTry} />
    </>
  );
}

/** The other ways to read the model, with how right each was on a few labelled pictures. */
function Candidates({ tried, onTry }: { tried: readonly Tried[]; onTry?: (tried: Tried) => void }) {
  const [all, setAll] = useState(false);
  if (tried.length < 2) return null;
  const shown = all ? tried : tried.slice(0, CANDIDATES);
  return (
    <Panel title="Other ways that were thought of" note="The first is the one above. How right each was on a few labelled pictures.">
      <ul className={classes.candidates} aria-label="Ways to read the model">
        {shown.map((one, index) => (
          <li key={index}>
            <span className="grow">
              <b>{familyName(one.reading.adapter)}</b>
              <small>{preprocessingWords(one.reading.preprocessing)}</small>
              {index > 0 && one.reason !== tried[0]?.reason && <small title={one.reason}>{one.reason}</small>}
            </span>
            <span className="num">{one.score === null ? <span className="quiet-text">not tried</span> : `${percent(one.score, 0)} on ${whole(one.pictures)}`}</span>
            {onTry && (
              <Button variant="default" disabled={index === 0} onClick={() => onTry(one)}>
                {index === 0 ? "Shown" : "Show this one"}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {tried.length > CANDIDATES && (
        <Button variant="subtle" color="gray" onClick={() => setAll(!all)}>
          {all ? "Show fewer" : `Show all ${whole(tried.length)}`}
        </Button>
      )}
    </Panel>
  );
}

/** Under a picture: the truth where there are labels, and what the model says. */
function said(result: Accuracy, { record, truth }: SeenPicture): string {
  if (record.kind === "class") {
    const labelled = truth?.label === null || truth === null ? "" : `Truth: ${className(result, record.label)}. `;
    const best = record.best.labels.slice(0, 3).map((label, index) => `${className(result, label)} ${percent(record.best.scores[index] ?? 0, 0)}`);
    return `${labelled}Model: ${best.join(", ")}`;
  }
  return recordWords(result, record);
}
