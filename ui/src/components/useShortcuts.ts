import { useLocation, useNavigate, useParams } from "@tanstack/react-router";
import { useRef } from "react";
import { usePageKeys } from "./usePageKeys";

const CHORD_MS = 1200;
const PLACES = { h: "/", m: "/models", p: "/datasets", r: "/runs", c: "/compare", d: "/devices", s: "/settings" } as const;
const TABS = ["/models/$id", "/models/$id/experiments", "/models/$id/layers", "/models/$id/graph", "/models/$id/accuracy", "/models/$id/quantize", "/models/$id/history"] as const;

/** The keys that work on every page; `/`, `j`, `k` belong to the lists themselves. */
export function useShortcuts(showKeys: () => void): void {
  const navigate = useNavigate();
  const { id } = useParams({ strict: false });
  const onModel = useLocation().pathname.includes("/models/");
  const startedAt = useRef(0);
  const place = (key: keyof typeof PLACES) => () => {
    if (Date.now() - startedAt.current > CHORD_MS) return;
    startedAt.current = 0;
    void navigate({ to: PLACES[key] });
  };
  const tab = (to: (typeof TABS)[number]) => () => {
    if (onModel && id !== undefined) void navigate({ to, params: { id } });
  };
  usePageKeys([
    ["shift + ?", showKeys, { usePhysicalKeys: false }],
    ["shift + J", () => void navigate({ to: ".", search: (old) => ({ ...old, jobs: old.jobs ? undefined : "open" }) })],
    ["g", () => (startedAt.current = Date.now()), { preventDefault: false }],
    ...(Object.keys(PLACES) as (keyof typeof PLACES)[]).map((key) => [key, place(key), { preventDefault: false }] as [string, () => void, object]),
    ...TABS.map((to, index) => [String(index + 1), tab(to), { preventDefault: false }] as [string, () => void, object]),
  ]);
}
