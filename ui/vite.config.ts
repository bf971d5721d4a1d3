import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

// `npm run dev` draws live against a workbench that runs beside it.
const WORKBENCH = "http://127.0.0.1:5665";

// The server writes the `<base>` of the page; the development server has to do it too, for deep links to find the root.
const withBase: Plugin = {
  name: "dlwb-base",
  apply: "serve",
  transformIndexHtml: () => [{ tag: "base", attrs: { href: "/" }, injectTo: "head-prepend" }],
};

export default defineConfig({
  base: "./",
  plugins: [react(), withBase],
  build: {
    outDir: "../src/dlwb/web/static",
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0, // the Content-Security-Policy allows files of our own, not data: fonts
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 800,
    cssCodeSplit: false,
    // Three files: the libraries, the page, and what draws charts, which only a page with charts loads.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: "charts", test: /node_modules\/(echarts|zrender)/ },
            { name: "libraries", test: /node_modules/ },
          ],
        },
      },
    },
  },
  server: { port: 5173, proxy: { "/api": WORKBENCH, "/viewers": WORKBENCH } },
});
