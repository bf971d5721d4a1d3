import { useState } from "react";
import type { Answer, FoundObject, Try } from "../../api/tries";
import { familyName, originWords, preprocessingWords } from "../../accuracy";
import { percent, whole, words } from "../../format";
import { Facts } from "../Facts";
import { LinkButton } from "../LinkButton";
import { Note } from "../Note";
import { Panel } from "../Panel";
import { Tag } from "../Tag";
import classes from "./AnswerPanel.module.css";
import { TriedPicture, type Opacity } from "./TriedPicture";

interface Props {
  tried: Try;
  answer: Answer;
  threshold: number;
  opacity: Opacity;
}

/** What one model says of the picture. */
export function AnswerPanel({ tried, answer, threshold, opacity }: Props) {
  const [marked, setMarked] = useState<FoundObject>();
  const { effective, saliency } = answer;
  return (
    <Panel
      title={
        <span className={`${classes.name} clip`} title={answer.model_name}>
          {answer.model_name}
        </span>
      }
      note={[words(answer.task), effective.precision].filter(Boolean).join(" · ")}
      actions={
        answer.sure ? (
          <Tag tone="ok" title="How this model is read was confirmed, or found on labelled pictures">
            Confirmed
          </Tag>
        ) : (
          <Tag tone="warn" title="Nobody has confirmed how this model is read">
            Not confirmed
          </Tag>
        )
      }
    >
      <div className={classes.answer} data-wide={tried.answers.length === 1 || undefined}>
        <div className={classes.seen}>
          <TriedPicture tried={tried} answer={answer} threshold={threshold} opacity={opacity} marked={marked} />
          {saliency && (
            <p className="quiet-text">
              Where it looks for <b>{classWords(saliency.name)}</b> ({percent(saliency.score)}): bright places speak for it. {tried.answers.length > 1 && "Both maps have one scale."}
            </p>
          )}
        </div>
        <div className={classes.said}>
          {answer.top.length > 0 && <TopClasses answer={answer} />}
          {answer.task !== "classification" && answer.task !== "segmentation" && <Objects answer={answer} threshold={threshold} marked={marked} onMark={setMarked} />}
          {answer.regions.length > 0 && <Regions answer={answer} />}
          {answer.classes.length === 0 && <p className="quiet-text">Nobody has said what its classes are called, so they go by their numbers.</p>}
          {!answer.sure && <Doubts answer={answer} />}
          <Reading answer={answer} />
        </div>
      </div>
    </Panel>
  );
}

function TopClasses({ answer }: { answer: Answer }) {
  return (
    <ol className={classes.bars} aria-label="Best classes">
      {answer.top.map(({ label, name, score }) => (
        <li key={label}>
          <span className="clip" title={classWords(name)}>
            {classWords(name)}
          </span>
          <span className={classes.track}>
            <span className={classes.fill} style={{ width: `${Math.min(1, Math.max(0, score)) * 100}%` }} />
          </span>
          <span className="num">{percent(score)}</span>
        </li>
      ))}
    </ol>
  );
}

interface ObjectsProps {
  answer: Answer;
  threshold: number;
  marked: FoundObject | undefined;
  onMark: (found: FoundObject | undefined) => void;
}

function Objects({ answer, threshold, marked, onMark }: ObjectsProps) {
  const shown = answer.objects.filter(({ score }) => score >= threshold);
  const hidden = answer.objects.length - shown.length;
  return (
    <>
      <p className={classes.count}>
        <b className="num">{whole(shown.length)}</b> {shown.length === 1 ? "object" : "objects"}
        {hidden > 0 && <span className="quiet-text"> and {whole(hidden)} less sure than the threshold</span>}
      </p>
      {shown.length > 0 && (
        <ul className={classes.objects} aria-label="Objects" onPointerLeave={() => onMark(undefined)}>
          {shown.map((one, index) => (
            <li key={index}>
              <button
                type="button"
                data-marked={marked === one || undefined}
                onPointerEnter={() => onMark(one)}
                onFocus={() => onMark(one)}
                onBlur={() => onMark(undefined)}
              >
                <span className="clip">{classWords(one.name)}</span>
                <span className="num">{percent(one.score, 0)}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Regions({ answer }: { answer: Answer }) {
  return (
    <ul className={classes.bars} aria-label="Classes of pixels">
      {answer.regions.map(({ label, name, share, colour }) => (
        <li key={label}>
          <span className={`${classes.region} clip`} title={classWords(name)}>
            <span className={classes.swatch} style={colour ? { background: colour } : undefined} data-none={colour === "" || undefined} />
            {classWords(name)}
          </span>
          <span className={classes.track}>
            <span className={classes.fill} style={{ width: `${share * 100}%` }} />
          </span>
          <span className="num">{percent(share)}</span>
        </li>
      ))}
    </ul>
  );
}

/** What was taken for granted, and the way to be sure. */
function Doubts({ answer }: { answer: Answer }) {
  return (
    <Note tone="warn">
      {answer.doubts.map((doubt) => (
        <p key={doubt}>{doubt}</p>
      ))}
      <LinkButton to="/models/$id/accuracy" params={{ id: answer.model }} variant="default" className={classes.onward}>
        Measure accuracy
      </LinkButton>
    </Note>
  );
}

function Reading({ answer }: { answer: Answer }) {
  const { adapter, preprocessing, reasons, classes: names } = answer;
  return (
    <details className={classes.reading}>
      <summary>How it was read</summary>
      <Facts
        columns={1}
        facts={[
          ["Outputs", familyName(adapter)],
          ["Picture", preprocessingWords(preprocessing)],
          ["Known from", originWords(preprocessing)],
          ["Classes", names.length > 0 ? `${whole(names.length)}: ${names.slice(0, 4).join(", ")}, …` : "without names"],
        ]}
      />
      {reasons.map((reason) => (
        <p key={reason} className="quiet-text">
          {reason}
        </p>
      ))}
    </details>
  );
}

/** A class by its name; a bare number says that it is one. */
export function classWords(name: string): string {
  return /^\d+$/.test(name) ? `class ${name}` : name.replaceAll("_", " ");
}
