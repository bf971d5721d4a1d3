// What this tab has asked to be imported; kept outside the pages, so that one can look elsewhere meanwhile.
import { Store } from "../state/store";
import { queryClient } from "./queries";
import type { Run } from "./types";
import { dismissFailed, type Upload } from "./uploads";

export interface Imports {
  /** Import runs that are followed until they end. */
  runs: string[];
  /** Why the last request was refused. */
  error?: unknown;
  /** What turned out to be here already. */
  existing?: string;
  /** Where the answer is, when it is not here: pictures that were given as a model are a dataset. */
  elsewhere?: "datasets";
  /** What to say about the import besides how it goes. */
  note?: string;
}

/** What an import was answered with: the run that carries it out, or what is here already; null when nothing was asked. */
export type Followed = { run?: string; existing?: string; elsewhere?: "datasets" } | null;

/** The imports of one kind of things; `stale` are the queries that one of them changes, `kind` says what is sent for them. */
export class ImportDesk {
  readonly state = new Store<Imports>({ runs: [] });

  constructor(
    private readonly kind: Upload["kind"],
    private readonly stale: readonly string[],
    private readonly form?: { giveBack: (run: string) => void },
  ) {}

  /** A run came to nothing; what was typed for it is worth another try. */
  readonly failed = (run: string): void => this.form?.giveBack(run);

  /** Stop following a run, or forget the last refusal. */
  readonly forget = (run?: string): void => {
    this.state.update((now) => (run ? { ...now, runs: now.runs.filter((id) => id !== run), note: undefined } : { runs: now.runs }));
  };

  /** Follow what was asked for; `state` says how it went. What failed before is not spoken of any longer. */
  async follow(asked: Promise<Followed>, note?: string): Promise<void> {
    this.state.update(({ runs }) => ({ runs: runs.filter((id) => !queryClient.getQueryData<Run>(["run", id])?.failure) }));
    dismissFailed(this.kind);
    try {
      const found = await asked;
      const run = found?.run;
      if (run) this.state.update((now) => ({ ...now, runs: [...now.runs, run], note }));
      else if (found) this.state.update((now) => ({ ...now, existing: found.existing, elsewhere: found.elsewhere }));
      for (const key of ["runs", ...this.stale]) void queryClient.invalidateQueries({ queryKey: [key] });
    } catch (error) {
      this.state.update((now) => ({ ...now, error }));
    }
  }
}
