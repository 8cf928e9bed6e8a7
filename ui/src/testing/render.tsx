// Draws the app, or one screen in its surroundings, on a fake host.
import { QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ReactElement } from "react";

import { App } from "../App";
import { setHost } from "../host/call";
import { Toasts } from "../kit/Toast";
import { useAppStart } from "../state/app";
import { useAppEvents } from "../state/appEvents";
import type { Place } from "../state/navigation";
import { NavigationProvider } from "../state/navigation";
import { createQueryClient } from "../state/query";
import { useShortcutListener } from "../state/shortcuts";
import type { Answers, FakeHost } from "./fakeHost";
import { fakeHost } from "./fakeHost";

/** The whole app. */
export function renderApp(answers: Answers = {}) {
  const host = fakeHost(answers);
  setHost(host);
  return { host, user: userEvent.setup(), ...render(<App />) };
}

interface ScreenOptions {
  answers?: Answers;
  tenantId?: string;
  place?: Place;
}

/** One screen, once the app has started; keys reach it as in the window. */
export function renderScreen(screen: ReactElement, options: ScreenOptions = {}) {
  const host: FakeHost = fakeHost(options.answers);
  setHost(host);
  const client = createQueryClient();
  const drawn = render(
    <QueryClientProvider client={client}>
      <Toasts>
        <NavigationProvider startTenantId={options.tenantId} startPlace={options.place}>
          <Started>{screen}</Started>
        </NavigationProvider>
      </Toasts>
    </QueryClientProvider>,
  );
  return { host, client, user: userEvent.setup(), ...drawn };
}

function Started({ children }: { children: ReactElement }) {
  useAppEvents();
  useShortcutListener();
  return useAppStart().data ? children : null;
}
