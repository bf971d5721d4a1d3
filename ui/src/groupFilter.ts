import type { Comparison } from "./api/comparison";

type Group = Comparison["layers"][number];

/** The groups in which every word occurs: in an operation, or in name, type, kernel or precision of a layer of either side. */
export function filterGroups(groups: readonly Group[], q: string, other: number): readonly Group[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return groups;
  return groups.filter((group) => {
    const layers = [group.sides[0], group.sides[other]].flatMap((side) => side?.layers ?? []);
    const text = [...group.operations, ...layers.map((layer) => `${layer.name} ${layer.type} ${layer.kernel} ${layer.precision}`)].join(" ").toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
