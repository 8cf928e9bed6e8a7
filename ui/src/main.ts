// Where the window begins: styles and an empty page first. What the webview does once for its first picture takes longer
// than reading the interface, and goes on beside it.
import "./styles/fonts.css";
import "./styles/tokens.css";
import "./styles/base.css";

/** A window that is not seen has no frames: it is not waited for longer than this. */
const LONGEST_MS = 100;

function firstFrame(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => {
      resolve();
    });
    setTimeout(resolve, LONGEST_MS);
  });
}

void firstFrame().then(() => import("./start"));
