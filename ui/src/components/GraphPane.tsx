import { useComputedColorScheme } from "@mantine/core";
import { useCallback, useEffect, useRef, useState } from "react";
import { address } from "../api/client";
import classes from "./GraphPane.module.css";

interface Props {
  title: string;
  /** What the viewer shows, as its query: `graph=ir&model=…`. */
  query: string;
  colours: Record<string, string> | undefined;
  selected: string | null;
  onSelect: (name: string | null) => void;
}

type Message = { type: "dlwb:ready"; nodes: number } | { type: "dlwb:selected"; name: string | null } | { type: "dlwb:failed"; message: string };

/** The part of the viewer that speaks with us. */
const SHIM = 'script[src="netron-shim.js"]';

/** Netron in a frame of our own origin, told what to colour and what to select by messages. */
export function GraphPane({ title, query, colours, selected, onSelect }: Props) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [state, setState] = useState<"loading" | "ready" | "failed">("loading");
  const scheme = useComputedColorScheme("light");
  const firstScheme = useRef(scheme); // later changes go by message, so that the graph is not drawn again
  const shown = useRef<string | null>(null);
  const notify = useRef(onSelect);
  notify.current = onSelect;
  const post = useCallback((message: object) => frame.current?.contentWindow?.postMessage(message, window.location.origin), []);

  useEffect(() => {
    const onMessage = (event: MessageEvent<Message>) => {
      if (event.origin !== window.location.origin || event.source !== frame.current?.contentWindow) return;
      if (event.data.type === "dlwb:ready") setState("ready");
      else if (event.data.type === "dlwb:failed") setState("failed");
      else if (event.data.type === "dlwb:selected") {
        shown.current = event.data.name;
        notify.current(event.data.name);
      }
    };
    window.addEventListener("message", onMessage);
    return () => window.removeEventListener("message", onMessage);
  }, []);

  useEffect(() => {
    setState("loading");
    shown.current = null;
  }, [query]);
  useEffect(() => {
    if (state === "ready") post({ type: "dlwb:theme", theme: scheme });
  }, [state, scheme, post]);
  useEffect(() => {
    if (state === "ready" && colours) post({ type: "dlwb:colours", colours });
  }, [state, colours, post]);
  useEffect(() => {
    if (state !== "ready" || selected === shown.current) return; // what the viewer selected itself needs no answer
    shown.current = selected;
    post({ type: "dlwb:select", name: selected });
  }, [state, selected, post]);

  /** What is no viewer, such as the page that says why there is none, will never say that it is ready. */
  const onLoad = () => {
    if (!frame.current?.contentDocument?.querySelector(SHIM)) setState("failed");
  };

  return (
    <section className={classes.pane} aria-label={title} data-state={state}>
      <header>
        <h2>{title}</h2>
        {state === "loading" && <span className="quiet-text">Drawing…</span>}
      </header>
      <iframe ref={frame} title={title} onLoad={onLoad} src={address(`/viewers/netron/?${query}&theme=${firstScheme.current}`)} />
    </section>
  );
}
