import { IconStack3 } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import type { Comparison, LayerGroup } from "../../api/comparison";
import { useOverlay } from "../../api/queries";
import { groupKey, groupName, letter } from "../../compare";
import { EmptyState } from "../EmptyState";
import { GraphPane } from "../GraphPane";
import classes from "./GraphCompare.module.css";

interface Props {
  comparison: Comparison;
  other: number;
  /** The key of the chosen group of layers. */
  group: string | undefined;
  onGroup: (key: string | undefined) => void;
}

/** The executed graphs of two subjects, coloured by time; what is chosen in one is chosen in the other. */
export function GraphCompare({ comparison, other, group, onGroup }: Props) {
  const chosen = useMemo(() => comparison.layers.find((one) => groupKey(one) === group), [comparison, group]);
  const [clicked, setClicked] = useState<{ index: number; name: string | null }>();
  const sides = [0, other].map((index) => ({ index, subject: comparison.subjects[index] }));
  if (!sides.some(({ subject }) => subject?.profile)) {
    return (
      <EmptyState icon={<IconStack3 />} title="No executed graph to show">
        A profile keeps the graph as the engine executes it. {comparison.layers_note}
      </EmptyState>
    );
  }
  return (
    <>
      <p className={classes.chosen} role="status">
        {chosen ? (
          <>
            <b className="mono">{groupName(chosen)}</b> is {counted(chosen.sides[0]?.layers.length)} in {letter(0)} and {counted(chosen.sides[other]?.layers.length)} in {letter(other)}.
          </>
        ) : (
          "Click a node: what belongs together is chosen in both graphs."
        )}
      </p>
      <div className={classes.panes}>
        {sides.map(({ index, subject }) =>
          subject?.profile ? (
            <Side
              key={subject.profile + index}
              title={`${letter(index)}: ${subject.model_name}, as executed`}
              model={subject.model}
              profile={subject.profile}
              selected={shownOf(chosen, index, clicked?.index === index ? clicked.name : null)}
              onSelect={(name) => {
                setClicked({ index, name });
                const found = comparison.layers.find((one) => one.sides[index]?.layers.some((layer) => layer.name === name));
                onGroup(found && groupKey(found));
              }}
            />
          ) : (
            <div key={index} className={classes.none}>
              <EmptyState icon={<IconStack3 />} title={`${letter(index)} has no profile`}>
                Its executed graph is not known.
              </EmptyState>
            </div>
          ),
        )}
      </div>
    </>
  );
}

interface SideProps {
  title: string;
  model: string | null;
  profile: string;
  selected: string | null;
  onSelect: (name: string | null) => void;
}

function Side({ title, model, profile, selected, onSelect }: SideProps) {
  const overlay = useOverlay(model ?? "", "time", profile, model !== null);
  return <GraphPane title={title} query={`graph=runtime&run=${encodeURIComponent(profile)}`} colours={overlay.data?.runtime} selected={selected} onSelect={onSelect} />;
}

/** The layer of a group that its graph shows: the one that was clicked there, else the one that takes the most time. */
function shownOf(group: LayerGroup | undefined, index: number, clicked: string | null): string | null {
  const layers = group?.sides[index]?.layers ?? [];
  const longest = [...layers].sort((a, b) => b.time_us.value - a.time_us.value)[0];
  return layers.some(({ name }) => name === clicked) ? clicked : (longest?.name ?? null);
}

function counted(layers: number | undefined): string {
  if (!layers) return "no layer";
  return layers === 1 ? "one layer" : `${layers} layers`;
}
