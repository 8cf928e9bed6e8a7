// How the interface is built, served while developing, and tested.
import babel from "@rolldown/plugin-babel";
import react, { reactCompilerPreset } from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

import { inlineStyles } from "./vite/inlineStyles.ts";
import { preloadChunk } from "./vite/preloadChunk.ts";
import { preloadFont } from "./vite/preloadFont.ts";

// `--mode host` builds the interface for a plain browser on the test host: another page, another folder.
const HOST_BUILD = {
  outDir: "../target/ui-host",
  emptyOutDir: true,
  rolldownOptions: { input: "host.html" },
};

export default defineConfig(({ mode }) => ({
  plugins: [
    react(),
    babel({ presets: [reactCompilerPreset()] }),
    inlineStyles(),
    preloadFont("inter-latin-wght-normal"),
    preloadChunk("start"),
  ],
  clearScreen: false,
  server: { host: "127.0.0.1", port: 1420, strictPort: true },
  build: {
    target: ["safari16.4", "chrome111"],
    // Fonts and pictures stay files: the content security policy has no data: fonts.
    assetsInlineLimit: 0,
    // One stylesheet, in the page: nothing is drawn before its styles are there.
    cssCodeSplit: false,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // One window loads it from disk once; what is shown late (the JSON view) is a chunk of its own.
    chunkSizeWarningLimit: 1000,
    ...(mode === "host" ? HOST_BUILD : {}),
  },
  test: {
    environment: "jsdom",
    setupFiles: ["src/testing/setup.ts"],
    include: ["src/**/*.test.{ts,tsx}"],
    css: { modules: { classNameStrategy: "non-scoped" } },
    restoreMocks: true,
    // Loading the interface anew for each file takes as long as many of the tests; `setupFiles` makes it forget.
    isolate: false,
    // A failed query names what it sought; the whole document would bury that.
    env: { DEBUG_PRINT_LIMIT: "0" },
    testTimeout: 15_000,
    // The standard leaves one core to the watcher: on two cores that is half of the machine.
    maxWorkers: "100%",
  },
}));
