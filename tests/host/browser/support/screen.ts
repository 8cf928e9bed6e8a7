// A screen or a state of one, as a test gets to it.
import type { Page } from "@playwright/test";

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
  /** Goes there. What it shows stays until both themes were looked at. */
  show: (reached: Reached) => Promise<void>;
}
