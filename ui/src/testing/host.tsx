// Where the interface begins in a plain browser, on the test host: never part of the production bundle.
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import "../styles/fonts.css";
import "../styles/tokens.css";
import "../styles/base.css";
import { App } from "../App";
import { setHost } from "../host/call";
import { httpHost, tokenOfAddress } from "../host/http";
import { flushLeftWhenHidden } from "../state/left";

setHost(httpHost(tokenOfAddress(location.hash)));
flushLeftWhenHidden();

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
