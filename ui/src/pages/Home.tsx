import { FitnessPanel } from "../components/FitnessPanel";
import { ImportPanel } from "../components/ImportPanel";
import { RecentModels } from "../components/RecentModels";
import { RunningNow } from "../components/RunningNow";
import classes from "./Home.module.css";

/** What can I do now, what runs, and what was the best so far. */
export function Home() {
  return (
    <div className={classes.home}>
      <div className="stack">
        <ImportPanel />
        <RecentModels />
      </div>
      <div className="stack">
        <RunningNow />
        <FitnessPanel />
      </div>
    </div>
  );
}
