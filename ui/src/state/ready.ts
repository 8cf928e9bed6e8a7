// Tells whoever started the app, once, that its first screen is painted.
import { call } from "../host/call";

let told = false;

/** Call it from an effect of the first screen when it shows what it is for: two frames later it is painted. */
export function markReady(screen: string): void {
  if (told) return;
  told = true;
  requestAnimationFrame(() => {
    requestAnimationFrame(() => {
      call("app_ready", { screen }).catch(() => {
        // Nobody waits for it: the window works all the same.
        told = true;
      });
    });
  });
}
