import { IconStarFilled } from "@tabler/icons-react";
import { memo, useMemo } from "react";
import type { Attempt, Bound } from "../../api/quantize";
import { metricName } from "../../accuracy";
import { figure, interval, seconds, spread, whole } from "../../format";
import { lossInterval, lossText, valueText } from "../../quantize";
import { VirtualTable, type Column } from "../VirtualTable";
import classes from "./AttemptTable.module.css";
import { OutcomeTag } from "./OutcomeTag";

interface Props {
  attempts: readonly Attempt[];
  bound: Bound | null;
  /** The step of the candidate that was taken, or is the best so far. */
  best: number | undefined;
  selected: number | undefined;
  onSelect: (step: number) => void;
  sort: string;
  onSort: (sort: string) => void;
}

/** Every candidate as a row: how it was chosen, what it loses, how fast it is, what it cost to find out. */
export const AttemptTable = memo(function AttemptTable({ attempts, bound, best, selected, onSelect, sort, onSort }: Props) {
  const metric = attempts[0]?.metric.name ?? "";
  const timed = attempts.some((one) => one.speed);
  const columns = useMemo(() => columnsOf(metric, bound, best).filter(({ key }) => timed || key !== "speed"), [metric, bound, best, timed]);
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
      rowHeight={40}
      maxHeight={400}
      minWidth={640}
    />
  );
});

function columnsOf(metric: string, bound: Bound | null, best: number | undefined): Column<Attempt>[] {
  return [
    {
      key: "step",
      title: "#",
      width: "44px",
      align: "right",
      sortBy: ({ step }) => step,
      cell: ({ step }) => (
        <span className={classes.step}>
          {step === best && <IconStarFilled size={13} className={classes.star} aria-label="best" />}
          {step}
        </span>
      ),
    },
    { key: "why", title: "Candidate", width: "minmax(140px, 2fr)", cell: ({ why }) => <span title={why}>{why}</span> },
    { key: "kept", title: "In float", width: "66px", align: "right", sortBy: (one) => one.kept_float.length, cell: (one) => <span title={one.kept_float.slice(0, 20).join("\n") || undefined}>{whole(one.kept_float.length)}</span> },
    { key: "value", title: metric ? metricName(metric) : "Value", width: "78px", align: "right", sortBy: (one) => one.metric.value, cell: valueText },
    {
      key: "loss",
      title: "Loss",
      width: "minmax(148px, 1fr)",
      align: "right",
      sortBy: ({ drop }) => drop.value,
      cell: (one) => (
        <>
          <b>{lossText(one.drop.value, metric, bound)}</b> <span className="quiet-text">{lossInterval(one, bound)}</span>
        </>
      ),
    },
    { key: "outcome", title: "Bound", width: "116px", sortBy: ({ outcome }) => outcome, cell: ({ outcome }) => <OutcomeTag outcome={outcome} /> },
    {
      key: "speed",
      title: "Speed",
      width: "minmax(84px, 0.6fr)",
      align: "right",
      sortBy: ({ speed }) => speed?.value,
      cell: ({ speed }) =>
        speed ? (
          <span title={interval(speed, "times the parent’s throughput")}>
            ×{figure(speed.value, 3)} <span className="quiet-text">{spread(speed)}</span>
          </span>
        ) : (
          <span className="quiet-text">–</span>
        ),
    },
    {
      key: "pictures",
      title: "Pictures",
      width: "minmax(72px, 0.6fr)",
      align: "right",
      wideOnly: true,
      sortBy: ({ pictures }) => pictures,
      cell: ({ pictures, decided_early: early }) => <span title={early ? "The answer was certain before all pictures were shown." : undefined}>{early ? `${whole(pictures)}, certain early` : whole(pictures)}</span>,
    },
    { key: "seconds", title: "Took", width: "72px", align: "right", wideOnly: true, sortBy: (one) => one.seconds, cell: (one) => <span className="quiet-text">{seconds(one.seconds)}</span> },
  ];
}
