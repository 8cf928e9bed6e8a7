// The app on a fake host in a plain browser, for looking at screens: never part of the production bundle.
// The address chooses what it shows: dev.html?tenant=sandbox&storage=memory&screen=connection
import { createRoot } from "react-dom/client";

import "../styles/fonts.css";
import "../styles/tokens.css";
import "../styles/base.css";
import { App } from "../App";
import { setHost } from "../host/call";
import { devAnswers } from "./devAnswers";
import { fakeHost } from "./fakeHost";

setHost(fakeHost(devAnswers(new URLSearchParams(location.search))));

const root = document.getElementById("root");
if (root) createRoot(root).render(<App />);
