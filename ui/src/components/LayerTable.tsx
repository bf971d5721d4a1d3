import { Button } from "@mantine/core";
import { IconFilterOff } from "@tabler/icons-react";
import { useMemo } from "react";
import type { Layer } from "../api/types";
import { figure, giga, interval, percent, words } from "../format";
import { EmptyState } from "./EmptyState";
import { ShareBar } from "./ShareBar";
import classes from "./LayerTable.module.css";
import { VirtualTable, type Column } from "./VirtualTable";

const dash = <span className="quiet-text">–</span>;

/** The columns; `most` is the largest share there is, which fills its bar. */
const columnsFor = (most: number): Column<Layer>[] => [
  { key: "order", title: "#", width: "36px", wideOnly: true, align: "right", sortBy: (layer) => layer.order, cell: (layer) => <span className="quiet-text">{layer.order}</span> },
  { key: "name", title: "Layer", width: "minmax(110px, 2.2fr)", sortBy: (layer) => layer.name, cell: (layer) => <span className="mono" title={layer.name}>{layer.name}</span> },
  { key: "type", title: "Type", width: "minmax(80px, 0.9fr)", sortBy: (layer) => layer.type, cell: (layer) => <span title={layer.type}>{layer.type}</span> },
  { key: "kernel", title: "Kernel", wideOnly: true, width: "minmax(54px, 0.8fr)", sortBy: (layer) => layer.kernel, cell: (layer) => <span className="quiet-text" title={layer.kernel}>{layer.kernel}</span> },
  { key: "precision", title: "Prec.", width: "36px", sortBy: (layer) => layer.precision, cell: (layer) => layer.precision },
  {
    key: "time",
    title: "Time, µs",
    width: "60px",
    align: "right",
    sortBy: (layer) => layer.time_us.value,
    cell: (layer) => (layer.status === "executed" ? <span title={interval(layer.time_us, "µs")}>{figure(layer.time_us.value)}</span> : <span className="quiet-text">{words(layer.status)}</span>),
  },
  {
    key: "share",
    title: "Share",
    width: "84px",
    sortBy: (layer) => layer.share,
    cell: (layer) => (
      <span className={classes.share}>
        <ShareBar share={layer.share} most={most} />
        <span className="num">{percent(layer.share)}</span>
      </span>
    ),
  },
  { key: "gflops", title: "GFLOP/s", width: "60px", align: "right", sortBy: (layer) => layer.gflops, cell: (layer) => (layer.gflops ? <span title={giga(layer.gflop, "FLOP")}>{figure(layer.gflops)}</span> : dash) },
  { key: "roofline", title: "Of roof", width: "50px", align: "right", sortBy: (layer) => layer.roofline, cell: (layer) => (layer.roofline == null ? dash : percent(layer.roofline, 0)) },
];

interface Props {
  rows: readonly Layer[];
  most: number;
  sort: string;
  onSort: (sort: string) => void;
  selected: string | undefined;
  onSelect: (layer: Layer) => void;
  q: string;
  onClearFilter: () => void;
}

/** Every executed layer as a row. */
export function LayerTable({ rows, most, sort, onSort, selected, onSelect, q, onClearFilter }: Props) {
  const columns = useMemo(() => columnsFor(most), [most]);
  return (
    <VirtualTable
      label="Layers"
      rows={rows}
      columns={columns}
      rowId={layerId}
      sort={sort}
      onSort={onSort}
      selected={selected}
      onSelect={onSelect}
      rowHeight={32}
      minWidth={560}
      empty={
        <EmptyState
          icon={<IconFilterOff />}
          title="No layer fits the filter"
          action={
            <Button variant="default" onClick={onClearFilter}>
              Show all layers
            </Button>
          }
        >
          “{q}”
        </EmptyState>
      }
    />
  );
}

const layerId = (layer: Layer) => layer.name;
