import { Button } from "@mantine/core";
import { IconFilterOff } from "@tabler/icons-react";
import { useRunChoices } from "../api/annotations";
import { useModels } from "../api/queries";
import type { RunState, Verdict } from "../api/types";
import { RUN_LIST_KEYS, type RunListKey } from "../views";
import { words } from "../format";
import { kindName, RUN_KINDS } from "../runs";
import { FilterChip, type Choice } from "./FilterChip";
import classes from "./RunFilters.module.css";
import { VERDICT_WORDS } from "./VerdictTag";

export type RunSearch = { q?: string; sort?: string; model?: string } & Partial<Record<RunListKey, string[]>>;

const STATES: RunState[] = ["queued", "starting", "running", "succeeded", "failed", "cancelled", "lost"];
const KIND_CHOICES = RUN_KINDS.map((value): Choice => ({ value, label: kindName(value) }));
const STATE_CHOICES: Choice[] = [{ value: "unfinished", label: "Unfinished" }, ...STATES.map((value) => ({ value, label: value === "succeeded" ? "Done" : words(value) }))];
const VERDICT_CHOICES = (Object.keys(VERDICT_WORDS) as Verdict["status"][]).map((value): Choice => ({ value, label: VERDICT_WORDS[value] }));

/** What the list of runs is narrowed to, one chip for each. */
export function RunFilters({ search, onChange }: { search: RunSearch; onChange: (part: RunSearch) => void }) {
  const models = useModels().data?.models ?? [];
  const known = useRunChoices().data;
  const set = (key: RunListKey) => (chosen: string[]) => onChange({ [key]: chosen.length > 0 ? chosen : undefined });
  return (
    <div className={classes.chips} role="group" aria-label="Narrow the list">
      <FilterChip label="Kind" choices={KIND_CHOICES} chosen={search.kind ?? []} onChange={set("kind")} />
      <FilterChip label="State" choices={STATE_CHOICES} chosen={search.state ?? []} onChange={set("state")} />
      <FilterChip label="Verdict" choices={VERDICT_CHOICES} chosen={search.verdict ?? []} onChange={set("verdict")} />
      <FilterChip label="Device" choices={counted(known?.devices)} chosen={search.device ?? []} onChange={set("device")} />
      <FilterChip label="Host" choices={counted(known?.hosts)} chosen={search.host ?? []} onChange={set("host")} />
      <FilterChip label="Tag" choices={counted(known?.tags)} chosen={search.tag ?? []} onChange={set("tag")} />
      <FilterChip
        label="Model"
        single
        choices={models.map(({ model }) => ({ value: model.id, label: model.name }))}
        chosen={search.model ? [search.model] : []}
        onChange={([model]) => onChange({ model })}
      />
      {isNarrowed(search) && (
        <Button variant="subtle" color="gray" leftSection={<IconFilterOff size={16} />} onClick={() => onChange(EVERYTHING)}>
          Show all
        </Button>
      )}
    </div>
  );
}

/** The part of a search that takes every narrowing back. */
export const EVERYTHING: RunSearch = { q: undefined, model: undefined, ...Object.fromEntries(RUN_LIST_KEYS.map((key) => [key, undefined])) };

/** Whether some runs are left out. */
export function isNarrowed(search: RunSearch): boolean {
  return Boolean(search.q) || Boolean(search.model) || RUN_LIST_KEYS.some((key) => search[key]);
}

function counted(choices: readonly { name: string; runs: number }[] = []): Choice[] {
  return choices.map(({ name, runs }) => ({ value: name, label: name, count: runs }));
}
