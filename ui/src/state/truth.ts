import { Store } from "./store";

/** Whether the labels of a dataset are drawn over its pictures; one choice for all datasets. */
export const truthShown = new Store(true);
