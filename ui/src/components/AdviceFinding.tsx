import { Button } from "@mantine/core";
import {
  IconAlertTriangle,
  IconArrowsShuffle,
  IconBinary,
  IconCpu,
  IconDatabase,
  IconHourglass,
  IconPlayerPlay,
  IconStack2,
  IconTarget,
  IconTimeline,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { Advice, Finding, Trial } from "../api/advice";
import { useStartCompare } from "../api/comparison";
import { UNFINISHED, useRun } from "../api/queries";
import type { Model } from "../api/types";
import { change, figureName, sureness } from "../compare";
import { percent } from "../format";
import { configWords } from "../runs";
import classes from "./AdvicePanel.module.css";
import { WordTag } from "./compare/WordTag";
import { ErrorNote } from "./ErrorNote";
import { LinkButton } from "./LinkButton";
import { Meter } from "./Meter";
import { RunEnding } from "./RunEnding";
import { ShareBar } from "./ShareBar";

const ICONS: Record<Finding["limit"], ReactNode> = {
  compute: <IconCpu />,
  memory: <IconDatabase />,
  conversions: <IconArrowsShuffle />,
  one_layer: <IconTarget />,
  overhead: <IconHourglass />,
  streams: <IconTimeline />,
  batch: <IconStack2 />,
  precision: <IconBinary />,
  conditions: <IconAlertTriangle />,
};

/** One thing that limits a model: the figure behind it, and what can be tried. */
export function AdviceFinding({ model, advice, finding }: { model: Model; advice: Advice; finding: Finding }) {
  const [layer] = finding.layers;
  return (
    <li className={classes.finding}>
      <span className={classes.icon} aria-hidden>
        {ICONS[finding.limit]}
      </span>
      <div className={`${classes.what} ${finding.trials.length === 0 ? classes.wide : ""}`}>
        <h3>{finding.title}</h3>
        <p>{finding.evidence}</p>
        {finding.share !== null && (
          <div className={classes.share}>
            <ShareBar share={finding.share} />
            <span className="num">{percent(finding.share, 0)} of the time</span>
          </div>
        )}
        {layer && advice.profile && (
          <LinkButton variant="subtle" className={classes.layers} to="/models/$id/layers" params={{ id: model.id }} search={{ run: advice.profile.id, layer }}>
            {finding.layers.length === 1 ? "See the layer" : `See the ${finding.layers.length} layers`}
          </LinkButton>
        )}
      </div>
      {finding.trials.length > 0 && (
        <ul className={classes.trials} aria-label={`What to try against: ${finding.title}`}>
          {finding.trials.map((trial) => (
            <TrialLine key={trial.label} trial={trial} />
          ))}
        </ul>
      )}
    </li>
  );
}

/** A configuration to try beside the present one; once it was tried, whether it helped. */
function TrialLine({ trial }: { trial: Trial }) {
  const start = useStartCompare();
  const run = useRun(trial.run?.id).data ?? trial.run ?? start.data;
  const working = run && UNFINISHED.includes(run.state);
  return (
    <li className={classes.trial}>
      <div className="spread">
        <span className={classes.label}>
          <b>{trial.label}</b>
          {trial.caution && <span className="quiet-text"> {trial.caution}</span>}
        </span>
        {!working && trial.deltas.length === 0 && (
          <Button variant="default" leftSection={<IconPlayerPlay size={16} />} loading={start.isPending} title={configWords(trial.subjects[1]?.config)} onClick={() => start.mutate({ subjects: trial.subjects })}>
            {run?.failure ? "Try it again" : "Try it"}
          </Button>
        )}
        {run?.state === "succeeded" && (
          <LinkButton variant="subtle" to="/compare" search={{ run: [run.id] }}>
            Comparison
          </LinkButton>
        )}
      </div>
      {working && (
        <div role="status">
          <span className="quiet-text">{[run.progress.phase, run.progress.message].filter(Boolean).join(" · ") || "waits for its turn"}</span>
          <Meter fraction={run.state === "queued" ? 0 : run.progress.fraction} label={`Progress of ${trial.label}`} />
        </div>
      )}
      {trial.deltas.map((delta) => (
        <p key={delta.what} className={classes.answer}>
          <span className="quiet-text">{figureName(delta.what)}</span>
          <WordTag word={delta.word} title={sureness(delta)} />
          <span className="num">{change(delta.ratio.value)}</span>
        </p>
      ))}
      {run?.failure && <RunEnding run={run} />}
      {start.error && <ErrorNote error={start.error} />}
    </li>
  );
}
