// What jsdom lacks and the interface needs, and a clean slate after each test.
import "@testing-library/jest-dom/vitest";
import { cleanup, configure } from "@testing-library/react";
import { afterEach, beforeEach, vi } from "vitest";

import { forgetProgress } from "../features/directory/progress";
import { forgetTables } from "../features/directory/memory";
import { forgetDrafts } from "../features/edit/draftSession";
import { forgetRecent } from "../features/palette/recent";
import { forgetUnsaved } from "../features/tenants/unsaved";
import { forgetWrites } from "../features/write/desk";
import { forgetGuards } from "../state/guard";
import { forgetLeft } from "../state/left";

// A computer with other work draws late; what never comes still fails.
configure({ asyncUtilTimeout: 5000 });

beforeEach(() => {
  localStorage.clear();
  forgetDrafts();
  forgetGuards();
  forgetLeft();
  forgetProgress();
  forgetRecent();
  forgetTables();
  forgetUnsaved();
  forgetWrites();
  // Of two children with one key React draws one too many or one too few.
  const { warn } = console;
  vi.spyOn(console, "error").mockImplementation((...said: unknown[]) => {
    if (String(said[0]).includes("two children with the same key")) throw new Error(said.join(" "));
    warn(...said);
  });
});

afterEach(() => {
  cleanup();
});

Object.defineProperty(window, "matchMedia", {
  writable: true,
  value: (query: string) => ({
    matches: false,
    media: query,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }),
});

class NoResizeObserver implements ResizeObserver {
  observe(): void {
    // Nothing has a size in jsdom.
  }
  unobserve(): void {
    // As above.
  }
  disconnect(): void {
    // As above.
  }
}
globalThis.ResizeObserver = NoResizeObserver;

Object.assign(Element.prototype, {
  scrollIntoView: () => undefined,
  setPointerCapture: () => undefined,
  hasPointerCapture: () => false,
  getAnimations: () => [],
});
