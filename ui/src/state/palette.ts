import { createSpotlight } from "@mantine/spotlight";

const [store, actions] = createSpotlight();

export const paletteStore = store;

/** Opens and closes the command palette from anywhere. */
export const palette = actions;
