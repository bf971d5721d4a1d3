import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import type { Analysis, LayerCost } from "../api/types";
import { bytes, count, giga, percent, shape, whole } from "../format";
import { FilterBox } from "./FilterBox";
import { Panel } from "./Panel";
import { VirtualTable, type Column } from "./VirtualTable";

const COLUMNS: Column<LayerCost>[] = [
  { key: "name", title: "Operation", width: "minmax(180px, 2.4fr)", sortBy: (row) => row.name, cell: (row) => <span className="mono" title={row.name}>{row.name}</span> },
  { key: "type", title: "Type", width: "minmax(110px, 1fr)", sortBy: (row) => row.type, cell: (row) => row.type },
  { key: "shape", title: "Output", width: "minmax(90px, 0.9fr)", cell: (row) => <span className="quiet-text num">{shape(row.output_shape)}</span> },
  {
    key: "flop",
    title: "Arithmetic",
    width: "104px",
    align: "right",
    sortBy: (row) => row.gflop + row.giop,
    cell: (row) =>
      row.counted ? row.giop > 0 ? giga(row.giop, "IOP") : row.gflop > 0 ? giga(row.gflop, "FLOP") : <span className="quiet-text">–</span> : <span className="quiet-text">not counted</span>,
  },
  { key: "parameters", title: "Parameters", width: "88px", align: "right", sortBy: (row) => row.parameters, cell: (row) => (row.parameters ? count(row.parameters) : <span className="quiet-text">–</span>) },
  { key: "weights", title: "Weights", width: "84px", align: "right", sortBy: (row) => row.weights_bytes, cell: (row) => (row.weights_bytes ? bytes(row.weights_bytes) : <span className="quiet-text">–</span>) },
  { key: "moved", title: "Moved", width: "84px", align: "right", sortBy: (row) => row.bytes_read + row.bytes_written, cell: (row) => bytes(row.bytes_read + row.bytes_written) },
  { key: "zeros", title: "Zeros", width: "68px", align: "right", sortBy: (row) => row.sparsity, cell: (row) => (row.parameters ? percent(row.sparsity) : <span className="quiet-text">–</span>) },
];

/** The theory of every single operation. */
export function CostTable({ analysis }: { analysis: Analysis }) {
  const { q = "", sort = "-flop" } = useSearch({ from: "/models/$id/" });
  const navigate = useNavigate();
  const set = (part: { q?: string; sort?: string }) => void navigate({ to: ".", search: (old) => ({ ...old, ...part }), replace: true });
  const rows = useMemo(() => {
    const words = q.toLowerCase().split(/\s+/).filter(Boolean);
    return analysis.layers.filter((row) => words.every((word) => row.name.toLowerCase().includes(word) || row.type.toLowerCase().includes(word)));
  }, [analysis, q]);
  return (
    <Panel
      flush
      title="Every operation"
      note={`${whole(rows.length)} of ${whole(analysis.layers.length)}`}
      actions={<FilterBox label="Filter operations" placeholder="Name or type" value={q} onChange={(text) => set({ q: text || undefined })} />}
    >
      <VirtualTable
        label="Operations"
        rows={rows}
        columns={COLUMNS}
        rowId={(row) => row.name}
        sort={sort}
        onSort={(next) => set({ sort: next })}
        rowHeight={32}
        maxHeight={460}
        minWidth={880}
        empty={<p style={{ padding: 16 }} className="quiet-text">No operation fits “{q}”.</p>}
      />
    </Panel>
  );
}
