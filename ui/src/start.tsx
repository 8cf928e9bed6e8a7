// The interface: the host is chosen, then the app is drawn.
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { App } from "./App";
import { setHost } from "./host/call";
import { tauriHost } from "./host/tauri";
import { readStart } from "./readStart";
import { flushLeftWhenHidden } from "./state/left";
import { createQueryClient } from "./state/query";

setHost(tauriHost());
flushLeftWhenHidden();

const root = document.getElementById("root");
if (root) {
  const client = createQueryClient();
  // Not awaited here: what is loaded later would wait for this module, and be built apart from it.
  void readStart(client).then(() => {
    createRoot(root).render(
      <StrictMode>
        <App client={client} />
      </StrictMode>,
    );
  });
}
