import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";
import type { PictureOrder, PictureOutcome } from "../../views";

/** What of an accuracy run is looked at; all of it stands in the address. */
export interface AccuracyViewState {
  /** The run that this one is compared with. */
  against?: string;
  /** The true class, and what it was taken for; `none` is what no class stands for. */
  label?: string;
  given?: string;
  outcome?: PictureOutcome;
  sort?: PictureOrder;
  /** Only detections of at least this score are drawn, 0..1. */
  threshold?: string;
  /** The picture that is shown large, by its place in the list, from 1. */
  picture?: string;
  /** The order of the table of classes. */
  classes?: string;
}

/** The view as the address has it, and the way to change a part of it. */
export function useAccuracyView(): [AccuracyViewState, (part: AccuracyViewState) => void] {
  const view = useSearch({ strict: false }) as AccuracyViewState;
  const navigate = useNavigate();
  const change = useCallback((part: AccuracyViewState) => void navigate({ to: ".", search: (old) => ({ ...old, ...part }), replace: true, resetScroll: false }), [navigate]);
  return [view, change];
}

/** A class of the address as the API counts them; nothing where there is none, or no class stands for it. */
export function labelOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}
