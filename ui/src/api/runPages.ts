// The list of runs, of which only the pages in sight are asked for.
import { usePages, type Pages } from "./pages";
import { readRuns, type RunQuery } from "./queries";
import type { Run } from "./types";

const PAGE = 100;
const AT_ONCE = 500;

export interface RunPages extends Pages<Run> {
  /** All runs between two places, both included, also those that were never in sight. */
  between: (from: number, to: number) => Promise<readonly Run[]>;
}

const pageOf = ({ runs, total }: Awaited<ReturnType<typeof readRuns>>) => ({ rows: runs, total });

/** The runs that fit a filter, in its order, by pages of a hundred. */
export function useRunPages(filter: RunQuery): RunPages {
  const pages = usePages(PAGE, (page) => {
    const query = { ...filter, limit: PAGE, offset: page * PAGE };
    return { queryKey: ["runs", query], queryFn: () => readRuns(query), select: pageOf };
  });
  const between = async (from: number, to: number) => {
    const found: Run[] = [];
    for (let offset = from; offset <= to; offset += AT_ONCE) {
      found.push(...(await readRuns({ ...filter, offset, limit: Math.min(AT_ONCE, to - offset + 1) })).runs);
    }
    return found;
  };
  return { ...pages, between };
}
