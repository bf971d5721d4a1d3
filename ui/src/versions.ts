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

/** Rows with each version below what it was made from; among themselves they keep their order. */
export function familyOrder<Row extends { model: Version }>(rows: readonly Row[]): readonly Row[] {
  const shown = new Set(rows.map(({ model }) => model.id));
  const below = new Map<string, Row[]>();
  const first: Row[] = [];
  for (const row of rows) {
    const { parent } = row.model;
    if (parent && shown.has(parent)) below.set(parent, [...(below.get(parent) ?? []), row]);
    else first.push(row);
  }
  const withVersions = (row: Row): Row[] => [row, ...(below.get(row.model.id) ?? []).flatMap(withVersions)];
  return first.flatMap(withVersions);
}

/** How many steps each model is from the first of its ancestors among these. */
export function depthsOf(models: readonly Version[]): ReadonlyMap<string, number> {
  const parents = new Map(models.map((model) => [model.id, model.parent]));
  const depth = (id: string): number => {
    const parent = parents.get(id);
    return parent && parents.has(parent) ? 1 + depth(parent) : 0;
  };
  return new Map(models.map(({ id }) => [id, depth(id)]));
}
