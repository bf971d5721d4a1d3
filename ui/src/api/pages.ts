// A list of any length, of which only the pages in sight are asked for.
import { useQueries } from "@tanstack/react-query";
import { useCallback, useRef, useState } from "react";

/** One page of a list, and how long the whole list is. */
export interface Page<Row> {
  rows: readonly Row[];
  total: number;
}

export interface Pages<Row> {
  /** How many rows there are; nothing before the first answer. */
  total: number | undefined;
  /** The row at a place of the list; nothing while its page is on its way. */
  rowAt: (index: number) => Row | undefined;
  /** To be told which rows are in sight. */
  onSight: (first: number, last: number) => void;
  error: unknown;
  refetch: () => void;
}

interface PageQuery<Answer, Row> {
  queryKey: readonly unknown[];
  queryFn: () => Promise<Answer>;
  /** The page in an answer; without it the answer is one. */
  select?: (answer: Answer) => Page<Row>;
  staleTime?: number;
}

/** The list whose pages of `size` rows are asked for with `query`. */
export function usePages<Answer, Row>(size: number, query: (page: number) => PageQuery<Answer, Row>): Pages<Row> {
  const [sight, setSight] = useState({ first: 0, last: 0 });
  const first = Math.floor(sight.first / size);
  const last = Math.floor(sight.last / size);
  const wanted = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  const answers = useQueries({ queries: wanted.map((page) => ({ ...query(page) }) as PageQuery<unknown, Row> & { select: (answer: unknown) => Page<Row> }) });
  const held = useRef<{ total: number; pages: ReadonlyMap<number, readonly Row[]> }>(undefined);
  const newest = answers.find((answer) => answer.data)?.data;
  // Until a changed question has its first answer, the rows of the one before stay.
  if (newest) {
    const pages = new Map(wanted.flatMap((page, index) => (answers[index]?.data ? [[page, answers[index].data.rows] as const] : [])));
    held.current = { total: newest.total, pages };
  }
  const shown = held.current;
  const rowAt = useCallback((index: number) => shown?.pages.get(Math.floor(index / size))?.[index % size], [shown, size]);
  const onSight = useCallback((from: number, to: number) => setSight((now) => (now.first === from && now.last === to ? now : { first: from, last: to })), []);
  return {
    total: shown?.total,
    rowAt,
    onSight,
    error: answers.find((answer) => answer.error)?.error,
    refetch: () => answers.forEach((answer) => void answer.refetch()),
  };
}
