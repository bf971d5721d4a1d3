import { IconStarFilled } from "@tabler/icons-react";
import { memo, useMemo, type ReactNode } from "react";
import type { SampleKind } from "../../api/datasets";
import type { Attempt, Bound } from "../../api/quantize";
import { metricName } from "../../accuracy";
import { counted, figure, interval, seconds, spread, whole } from "../../format";
import { lossInterval, lossWords, valueText } from "../../quantize";
import { VirtualTable, type Column } from "../VirtualTable";
import classes from "./AttemptTable.module.css";
import { OutcomeTag } from "./OutcomeTag";

interface Props {
  attempts: readonly Attempt[];
  /** What candidates are shown; those that were decided early have seen fewer than others. */
  kind: SampleKind;
  bound: Bound | null;
  /** The step of the candidate that was taken, or is the best so far. */
  best: number | undefined;
  selected: number | undefined;
  onSelect: (step: number) => void;
  sort: string;
  onSort: (sort: string) => void;
}

/** Every candidate as a row: how it was chosen, what it loses, how fast it is, what it cost to find out. */
export const AttemptTable = memo(function AttemptTable({ attempts, kind, bound, best, selected, onSelect, sort, onSort }: Props) {
  const metric = attempts[0]?.metric.name ?? "";
  const timed = attempts.some((one) => one.speed);
  const columns = useMemo(() => columnsOf(metric, bound, best, kind).filter(({ key }) => timed || key !== "speed"), [metric, bound, best, kind, timed]);
  return (
    <VirtualTable
      label="Attempts"
      rows={attempts}
      columns={columns}
      rowId={({ step }) => String(step)}
      sort={sort}
      onSort={onSort}
      selected={selected === undefined ? undefined : String(selected)}
      onSelect={({ step }) => onSelect(step)}
      rowHeight={62}
      maxHeight={470}
      minWidth={timed ? 610 : 530}
    />
  );
});

const MOST_HOVERED = 20;

/** A figure, and below it what belongs to it. */
function Two({ first, second, left = false }: { first: ReactNode; second: string; left?: boolean }) {
  return (
    <span className={classes.two} data-left={left || undefined}>
      {first}
      {second && <small>{second}</small>}
    </span>
  );
}

function columnsOf(metric: string, bound: Bound | null, best: number | undefined, kind: SampleKind): Column<Attempt>[] {
  return [
    {
      key: "step",
      title: "#",
      width: "40px",
      align: "right",
      sortBy: ({ step }) => step,
      cell: ({ step }) => (
        <span className={classes.step}>
          {step === best && <IconStarFilled size={13} className={classes.star} aria-label="best" />}
          {step}
        </span>
      ),
    },
    {
      key: "why",
      title: "Candidate",
      width: "minmax(150px, 3fr)",
      sortBy: (one) => one.kept_float.length,
      cell: (one) => (
        <span className={classes.candidate} title={[one.why, ...one.kept_float.slice(0, MOST_HOVERED)].join("\n")}>
          <span className={classes.why}>{one.why}</span>
          <small>{one.kept_float.length === 0 ? "nothing in float" : `${whole(one.kept_float.length)} in float`}</small>
        </span>
      ),
    },
    {
      key: "value",
      title: metric ? metricName(metric) : "Value",
      width: "minmax(86px, 0.6fr)",
      align: "right",
      sortBy: (one) => one.metric.value,
      cell: (one) => <Two first={<b>{valueText(one)}</b>} second={counted(one.pictures, kind)} />,
    },
    {
      key: "loss",
      title: "Loss",
      width: "minmax(92px, 0.7fr)",
      align: "right",
      sortBy: ({ drop }) => drop.value,
      cell: (one) => <Two first={<b>{lossWords(one, bound, "")}</b>} second={lossInterval(one, bound)} />,
    },
    {
      key: "outcome",
      title: "Bound",
      width: "122px",
      sortBy: ({ outcome }) => outcome,
      cell: ({ outcome, decided_early: early }) => <Two left first={<OutcomeTag outcome={outcome} />} second={early ? "decided early" : ""} />,
    },
    {
      key: "speed",
      title: "Speed",
      width: "minmax(64px, 0.5fr)",
      align: "right",
      sortBy: ({ speed }) => speed?.value,
      cell: ({ speed }) =>
        speed ? (
          <span title={interval(speed, "times the parent’s throughput")}>
            <Two first={`×${figure(speed.value, 3)}`} second={spread(speed)} />
          </span>
        ) : (
          <span className="quiet-text">–</span>
        ),
    },
    { key: "seconds", title: "Took", width: "58px", align: "right", wideOnly: true, sortBy: (one) => one.seconds, cell: (one) => <span className="quiet-text">{seconds(one.seconds)}</span> },
  ];
}
