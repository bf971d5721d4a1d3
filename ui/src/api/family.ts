// A model with its relatives, by id.
import { useMemo } from "react";
import { versionsOf } from "../versions";
import { useModels } from "./queries";

/** The ids of a model and of all its relatives; nothing until it is known which those are. Without a model there are none. */
export function useFamily(id: string | null): string[] | undefined {
  const { data, isPending } = useModels();
  return useMemo(() => {
    if (id === null) return [];
    return isPending ? undefined : [...versionsOf(id, data?.models.map((entry) => entry.model) ?? [])];
  }, [id, data, isPending]);
}
