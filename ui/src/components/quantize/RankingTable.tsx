import { memo, useMemo, useState } from "react";
import type { RankedGroup } from "../../api/quantize";
import { figure, microseconds, whole } from "../../format";
import { someNames } from "../../quantize";
import { FilterBox } from "../FilterBox";
import { Panel } from "../Panel";
import { ShareBar } from "../ShareBar";
import { Tag } from "../Tag";
import { VirtualTable, type Column } from "../VirtualTable";

interface Ranked extends RankedGroup {
  place: number;
  kept: boolean;
}

interface Props {
  ranking: readonly RankedGroup[];
  /** The operations that stay in floating point in the best candidate. */
  kept: readonly string[];
  sort: string;
  onSort: (sort: string) => void;
}

/** The operations by how much noise their 8 bits add, and what each costs in time when it stays in floating point. */
export const RankingTable = memo(function RankingTable({ ranking, kept, sort, onSort }: Props) {
  const [q, setQ] = useState("");
  const rows = useMemo(() => rowsOf(ranking, kept), [ranking, kept]);
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = words.length === 0 ? rows : rows.filter(({ group }) => words.every((word) => group.operations.some((name) => name.toLowerCase().includes(word))));
  const most = useMemo(() => Math.max(...ranking.map(({ sensitivity }) => sensitivity), 0), [ranking]);
  const columns = useMemo(() => columnsOf(most), [most]);
  return (
    <Panel
      flush
      title="Sensitivity of operations"
      note={`${whole(ranking.length)} groups; noise of 8 bits as a share of the output’s power, and what floating point costs in time`}
      actions={<FilterBox label="Search operations" placeholder="Operation" value={q} onChange={setQ} width={200} />}
    >
      <VirtualTable
        label="Sensitivity of operations"
        rows={shown}
        columns={columns}
        rowId={({ place }) => String(place)}
        sort={sort}
        onSort={onSort}
        rowHeight={36}
        maxHeight={340}
        minWidth={560}
        empty={<p style={{ padding: 16 }}>No operation fits “{q}”.</p>}
      />
    </Panel>
  );
});

function rowsOf(ranking: readonly RankedGroup[], kept: readonly string[]): Ranked[] {
  const floats = new Set(kept);
  return ranking.map((one, index) => ({ ...one, place: index + 1, kept: one.group.operations.some((name) => floats.has(name)) }));
}

function columnsOf(most: number): Column<Ranked>[] {
  return [
    { key: "place", title: "#", width: "44px", align: "right", sortBy: ({ place }) => place, cell: ({ place }) => place },
    {
      key: "operations",
      title: "Operations",
      width: "minmax(200px, 3fr)",
      sortBy: ({ group }) => group.operations[0],
      cell: ({ group }) => (
        <span className="mono" title={group.operations.join("\n")}>
          {someNames(group.operations)}
        </span>
      ),
    },
    {
      key: "sensitivity",
      title: "Noise",
      width: "minmax(120px, 1fr)",
      align: "right",
      sortBy: ({ sensitivity }) => sensitivity,
      cell: ({ sensitivity }) => (
        <span className="row">
          <ShareBar share={sensitivity} most={most} /> <b>{figure(sensitivity, 3)}</b>
        </span>
      ),
    },
    { key: "cost", title: "Costs in float", width: "104px", align: "right", sortBy: (one) => one.cost_us, cell: ({ cost_us: cost }) => (cost == null ? <span className="quiet-text">–</span> : `${cost < 0 ? "−" : "+"}${microseconds(Math.abs(cost))}`) },
    { key: "kept", title: "In the best", width: "108px", sortBy: ({ kept }) => Number(kept), cell: ({ kept }) => (kept ? <Tag tone="accent">stays float</Tag> : <span className="quiet-text">8 bits</span>) },
  ];
}
