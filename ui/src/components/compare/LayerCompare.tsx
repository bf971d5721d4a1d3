import { Button, SegmentedControl, Switch } from "@mantine/core";
import { IconBinaryTree2, IconFilterOff } from "@tabler/icons-react";
import { useMemo } from "react";
import type { Comparison } from "../../api/comparison";
import { change, changeInterval, groupKey, groupName, letter } from "../../compare";
import { filterGroups } from "../../groupFilter";
import { figure, interval, percent, whole } from "../../format";
import { EmptyState } from "../EmptyState";
import { FilterBox } from "../FilterBox";
import { Panel } from "../Panel";
import { VirtualTable, type Column } from "../VirtualTable";
import classes from "./LayerCompare.module.css";
import { LayerPair } from "./LayerPair";
import { WordTag } from "./WordTag";

type Group = Comparison["layers"][number];

interface Props {
  comparison: Comparison;
  /** Which subject stands beside the reference. */
  other: number;
  onOther: (index: number) => void;
  q: string;
  onFilter: (q: string) => void;
  /** Only layers that one side has alone. */
  unmatched: boolean;
  onUnmatched: (only: boolean) => void;
  sort: string;
  onSort: (sort: string) => void;
  group: string | undefined;
  onGroup: (key: string) => void;
  onGraph: () => void;
}

/** The layers of two subjects side by side, matched by the original operations that they execute. */
export function LayerCompare(props: Props) {
  const { comparison, other, onOther, q, onFilter, unmatched, onUnmatched, sort, onSort, group, onGroup, onGraph } = props;
  const { subjects, layers } = comparison;
  const both = useMemo(() => layers.filter(({ sides }) => sides[0] || sides[other]), [layers, other]);
  const alone = useMemo(() => both.filter(({ sides }) => !sides[0] || !sides[other]), [both, other]);
  const rows = useMemo(() => filterGroups(unmatched ? alone : both, q, other), [unmatched, alone, both, q, other]);
  const columns = useMemo(() => columnsFor(other), [other]);
  const chosen = both.find((one) => groupKey(one) === group);
  if (layers.length === 0) {
    return (
      <EmptyState icon={<IconBinaryTree2 />} title="No layers to compare">
        {comparison.layers_note}
      </EmptyState>
    );
  }
  return (
    <div className={classes.pane}>
      <div className={classes.tools}>
        <FilterBox label="Filter layers" placeholder="Operation, layer, type" value={q} onChange={onFilter} width={230} />
        {subjects.length > 2 && (
          <SegmentedControl
            aria-label="Which subject beside the reference"
            value={String(other)}
            onChange={(value) => onOther(Number(value))}
            data={subjects.slice(1).map((_, index) => ({ value: String(index + 1), label: `${letter(0)} and ${letter(index + 1)}` }))}
          />
        )}
        <Switch label={`Only on one side (${alone.length})`} checked={unmatched} onChange={(event) => onUnmatched(event.currentTarget.checked)} />
        <span className="quiet-text grow">
          {rows.length === both.length ? whole(both.length) : `${whole(rows.length)} of ${whole(both.length)}`} groups. {comparison.layers_note}
        </span>
      </div>
      <Panel flush>
        <VirtualTable
          label="Layers side by side"
          rows={rows}
          columns={columns}
          rowId={groupKey}
          sort={sort}
          onSort={onSort}
          selected={group}
          onSelect={(row) => onGroup(groupKey(row))}
          onOpen={onGraph}
          rowHeight={36}
          maxHeight={560}
          minWidth={900}
          empty={
            <EmptyState
              icon={<IconFilterOff />}
              title="No layer fits"
              action={
                <Button
                  variant="default"
                  onClick={() => {
                    onFilter("");
                    onUnmatched(false);
                  }}
                >
                  Show all layers
                </Button>
              }
            >
              {unmatched && alone.length === 0 ? "Every layer has its counterpart on the other side." : `“${q}”`}
            </EmptyState>
          }
        />
      </Panel>
      {chosen && <LayerPair group={chosen} other={other} onGraph={onGraph} />}
    </div>
  );
}

function columnsFor(other: number): Column<Group>[] {
  const a = letter(0);
  const b = letter(other);
  const difference = (group: Group) => group.differences[other];
  return [
    { key: "operation", title: "Original operations", width: "minmax(118px, 1.6fr)", sortBy: groupName, cell: (group) => <Names names={group.operations.length > 0 ? group.operations : [groupName(group)]} inserted={group.operations.length === 0} /> },
    { key: "a", title: `Layers of ${a}`, width: "minmax(78px, 1fr)", sortBy: (group) => typeText(group, 0), cell: (group) => <Side group={group} index={0} /> },
    { key: "b", title: `Layers of ${b}`, width: "minmax(78px, 1fr)", sortBy: (group) => typeText(group, other), cell: (group) => <Side group={group} index={other} /> },
    { key: "timeA", title: `${a}, µs`, width: "64px", align: "right", sortBy: (group) => group.sides[0]?.time_us.value, cell: (group) => <Time group={group} index={0} /> },
    { key: "timeB", title: `${b}, µs`, width: "64px", align: "right", sortBy: (group) => group.sides[other]?.time_us.value, cell: (group) => <Time group={group} index={other} /> },
    {
      key: "difference",
      title: "Difference, µs",
      width: "126px",
      align: "right",
      // The largest change first, whichever way it goes.
      sortBy: (group) => Math.abs(difference(group)?.difference_us.value ?? 0),
      cell: (group) => <Difference group={group} index={other} />,
    },
    { key: "ratio", title: "Ratio", width: "64px", align: "right", sortBy: (group) => difference(group)?.delta?.ratio.value, cell: (group) => <Ratio group={group} index={other} /> },
    { key: "word", title: `${b} is`, width: "104px", sortBy: (group) => difference(group)?.delta?.word, cell: (group) => <Word group={group} index={other} /> },
    { key: "precision", title: `Prec. ${a} / ${b}`, width: "96px", sortBy: (group) => `${precisionText(group, 0)} ${precisionText(group, other)}`, cell: (group) => <Precisions group={group} other={other} /> },
  ];
}

const dash = <span className="quiet-text">–</span>;

function Names({ names, inserted }: { names: readonly string[]; inserted: boolean }) {
  return (
    <span title={names.join("\n")}>
      <span className={inserted ? "mono quiet-text" : "mono"}>{names[0]}</span>
      {names.length > 1 && <span className="quiet-text"> +{names.length - 1}</span>}
    </span>
  );
}

function Side({ group, index }: { group: Group; index: number }) {
  const layers = group.sides[index]?.layers;
  if (!layers) return <span className="quiet-text">none</span>;
  return (
    <span title={layers.map((layer) => `${layer.name} (${layer.type}, ${layer.kernel})`).join("\n")}>
      {layers.length > 1 && <b>{layers.length} × </b>}
      {typeText(group, index)}
    </span>
  );
}

function Time({ group, index }: { group: Group; index: number }) {
  const side = group.sides[index];
  return side ? <span title={`${interval(side.time_us, "µs")}, ${percent(side.share)} of ${letter(index)}`}>{figure(side.time_us.value)}</span> : dash;
}

function Difference({ group, index }: { group: Group; index: number }) {
  const found = group.differences[index]?.difference_us;
  if (!found) return dash;
  const sign = found.value > 0 ? "+" : found.value < 0 ? "−" : "";
  return (
    <span title={interval(found, "µs")}>
      {sign}
      {figure(Math.abs(found.value))} <span className={classes.spread}>±{figure((found.high - found.low) / 2, 2)}</span>
    </span>
  );
}

function Ratio({ group, index }: { group: Group; index: number }) {
  const delta = group.differences[index]?.delta;
  return delta ? <span title={`95 % interval ${changeInterval(delta)}`}>{change(delta.ratio.value)}</span> : dash;
}

function Word({ group, index }: { group: Group; index: number }) {
  const delta = group.differences[index]?.delta;
  if (delta) return <WordTag word={delta.word} />;
  return <span className="quiet-text">only {letter(group.sides[0] ? 0 : index)}</span>;
}

function Precisions({ group, other }: { group: Group; other: number }) {
  const [a, b] = [precisionText(group, 0), precisionText(group, other)];
  return (
    <span className={a !== b && a && b ? classes.changed : undefined}>
      {a || "–"} / {b || "–"}
    </span>
  );
}

function typeText(group: Group, index: number): string {
  return distinct(group.sides[index]?.layers.map((layer) => layer.type));
}

function precisionText(group: Group, index: number): string {
  return distinct(group.sides[index]?.layers.map((layer) => layer.precision));
}

function distinct(words: readonly string[] = []): string {
  return [...new Set(words)].join(", ");
}
