// The whole surface that the interface may use to reach its host.
import type { AppEvent } from "./generated/AppEvent";
import type { CommandName, Commands } from "./generated/commands";

export type { CommandName, Commands };

export interface CallOptions<N extends CommandName> {
  /** Aborting it cancels the call in the backend too. */
  signal?: AbortSignal | undefined;
  /** What the command tells while it runs. */
  onEvent?: ((event: Commands[N]["event"]) => void) | undefined;
}

export interface Host {
  /** Runs a command; rejects with a `UiError` object. */
  call<N extends CommandName>(
    name: N,
    request: Commands[N]["request"],
    options?: CallOptions<N>,
  ): Promise<Commands[N]["answer"]>;
  /** Hears what the backend says unasked; the answer stops hearing. */
  onAppEvent(listener: (event: AppEvent) => void): () => void;
  /** Puts text on the clipboard. */
  writeClipboard(text: string): Promise<void>;
}
