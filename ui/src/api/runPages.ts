// A list of any number of runs, of which only the pages in sight are asked for.
import { useQueries } from "@tanstack/react-query";
import { useCallback, useRef, useState } from "react";
import { readRuns, type RunQuery } from "./queries";
import type { Run } from "./types";

const PAGE = 100;
const AT_ONCE = 500;

interface Held {
  total: number;
  pages: ReadonlyMap<number, readonly Run[]>;
}

export interface RunPages {
  /** How many runs fit; nothing before the first answer. */
  total: number | undefined;
  /** The run at a place of the list; nothing while its page is on its way. */
  rowAt: (index: number) => Run | undefined;
  /** To be told which rows are in sight. */
  onSight: (first: number, last: number) => void;
  /** All runs between two places, both included, also those that were never in sight. */
  between: (from: number, to: number) => Promise<readonly Run[]>;
  error: unknown;
  refetch: () => void;
}

/** The runs that fit a filter, in its order, by pages of a hundred. */
export function useRunPages(filter: RunQuery): RunPages {
  const [sight, setSight] = useState({ first: 0, last: 0 });
  const first = Math.floor(sight.first / PAGE);
  const last = Math.floor(sight.last / PAGE);
  const wanted = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  const answers = useQueries({ queries: wanted.map((page) => pageQuery(filter, page)) });
  const held = useRef<Held>(undefined);
  const newest = answers.find((answer) => answer.data)?.data;
  // Until a changed filter has its first answer, the rows of the one before stay.
  if (newest) {
    const pages = new Map(wanted.flatMap((page, index) => (answers[index]?.data ? [[page, answers[index].data.runs] as const] : [])));
    held.current = { total: newest.total, pages };
  }
  const shown = held.current;
  const rowAt = useCallback((index: number) => shown?.pages.get(Math.floor(index / PAGE))?.[index % PAGE], [shown]);
  const onSight = useCallback((from: number, to: number) => setSight((now) => (now.first === from && now.last === to ? now : { first: from, last: to })), []);
  const between = async (from: number, to: number) => {
    const found: Run[] = [];
    for (let offset = from; offset <= to; offset += AT_ONCE) {
      found.push(...(await readRuns({ ...filter, offset, limit: Math.min(AT_ONCE, to - offset + 1) })).runs);
    }
    return found;
  };
  return {
    total: shown?.total,
    rowAt,
    onSight,
    between,
    error: answers.find((answer) => answer.error)?.error,
    refetch: () => answers.forEach((answer) => void answer.refetch()),
  };
}

function pageQuery(filter: RunQuery, page: number) {
  const query = { ...filter, limit: PAGE, offset: page * PAGE };
  return { queryKey: ["runs", query], queryFn: () => readRuns(query) };
}
