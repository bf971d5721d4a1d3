import { IconCircleCheck } from "@tabler/icons-react";
import type { Series } from "../api/history";
import { change } from "../compare";
import { moment } from "../format";
import { changeWords, FIGURE_TITLES, stepsOf } from "../history";
import type { HistoryFigure } from "../views";
import { WordTag } from "./compare/WordTag";
import { LinkButton } from "./LinkButton";
import { Panel } from "./Panel";
import classes from "./StepList.module.css";

/** Lasting changes of a figure: how much, since when, and what else changed there. */
export function StepList({ series, shown }: { series: Series; shown: HistoryFigure }) {
  const steps = stepsOf(series, shown);
  if (steps.length === 0) {
    return (
      <p className="row quiet-text">
        <IconCircleCheck size={17} aria-hidden /> {FIGURE_TITLES[shown]} of this series has no step.
      </p>
    );
  }
  return (
    <Panel title={steps.length === 1 ? "One step" : `${steps.length} steps`} note="A lasting change, told apart from noise and from single odd runs">
      <ul className={classes.steps}>
        {[...steps].reverse().map((step) => {
          const before = series.points[step.at - 1]?.run;
          return (
            <li key={step.at}>
              <WordTag word={step.word} />
              <b className="num" title="With its 95 % interval">
                {change(step.ratio.value)}
              </b>
              <span className="quiet-text num">
                {change(step.ratio.low)} to {change(step.ratio.high)}
              </span>
              <span className="grow">
                since {moment(step.created)}
                <br />
                <span className="quiet-text">{step.changes.length > 0 ? changeWords(step.changes) : "No version and no condition that is known changed there."}</span>
              </span>
              {before && (
                <LinkButton variant="default" to="/compare" search={{ run: [before, step.run] }}>
                  Compare before and after
                </LinkButton>
              )}
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
