// A screen or a state of one, as a test gets to it.
import type { Page } from "@playwright/test";

import type { Place } from "../../../../ui/src/state/places";
import type { HostOptions, Started } from "./host";
import type { Answers, Provider } from "./provider";

export interface Reached {
  page: Page;
  started: Started;
  /** Starts the interface again, on the same data or on its own. */
  scimscope: (options?: HostOptions) => Promise<Started>;
  /** Starts a SCIM server of the screen's own. */
  provider: (answers?: Answers) => Promise<Provider>;
}

export interface Screen {
  name: string;
  host?: HostOptions;
  /** The place of the window that it shows, where it stands for all of them. */
  at?: Place["screen"];
  /**
   * The components of the interface that it shows drawing a dialog, a popover, a menu or a banner: the file below
   * `features`, and the test id of what that draws.
   */
  draws?: Readonly<Record<string, string>>;
  /** Goes there. What it shows stays until both themes were looked at. */
  show: (reached: Reached) => Promise<void>;
}

/** What is seen of each place and of no other: the types want a mark for one that is new. */
export const placeMarks: Readonly<Record<Place["screen"], string>> = {
  start: "[data-testid=welcome-open-sandbox]",
  connection: "[data-testid=tenant-form]",
  directory: "[data-testid=filter-input]",
  resource: "[data-testid=resource-screen]",
  tenants: "[data-testid=tenants-screen]",
  history: "[data-testid=history-filter]",
  secrets: "[data-testid=secrets-pane]",
  settings: "[data-testid=settings]",
  edit: "[data-testid=edit-screen]",
  merge: "[data-testid=merge-screen]",
  changes: "[data-testid=changes-screen]",
};
