import { useSyncExternalStore } from "react";

/** A value outside React that components can watch. */
export class Store<T> {
  private readonly watchers = new Set<() => void>();
  private value: T;

  constructor(value: T) {
    this.value = value;
  }

  readonly get = (): T => this.value;

  set(next: T): void {
    if (Object.is(next, this.value)) return;
    this.value = next;
    for (const watcher of this.watchers) watcher();
  }

  update(change: (value: T) => T): void {
    this.set(change(this.value));
  }

  readonly watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };
}

/** The current value of a store; the component draws again when it changes. */
export function useStore<T>(store: Store<T>): T {
  return useSyncExternalStore(store.watch, store.get);
}
