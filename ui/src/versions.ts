// Versions of a model: all that were made from it, and what it was made from.
import type { Model } from "./api/types";

type Version = Pick<Model, "id" | "parent">;

/** The ids of a model and of all its relatives: the same first ancestor. */
export function versionsOf(id: string, models: readonly Version[]): ReadonlySet<string> {
  const parents = new Map(models.map((model) => [model.id, model.parent]));
  const first = (one: string): string => {
    const parent = parents.get(one);
    return parent && parents.has(parent) ? first(parent) : one;
  };
  const root = first(id);
  return new Set([id, ...models.map((model) => model.id).filter((one) => first(one) === root)]);
}
