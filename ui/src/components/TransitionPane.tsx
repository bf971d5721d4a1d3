import type { Profile } from "../api/types";
import { microseconds } from "../format";
import { DataTable } from "./charts/DataTable";

/** How often, and at what cost, data changes precision between layers. */
export function TransitionPane({ profile }: { profile: Profile }) {
  if (profile.transitions.length === 0) {
    return (
      <p className="quiet-text" style={{ paddingTop: 12 }}>
        Data never changes precision between layers.
      </p>
    );
  }
  return (
    <div style={{ paddingTop: 10, minHeight: 0, overflow: "auto" }}>
      <DataTable
        data={{
          head: ["From", "To", "Times", "Cost"],
          rows: profile.transitions.map((one) => [one.source, one.target, one.count, microseconds(one.time_us)]),
        }}
      />
    </div>
  );
}
