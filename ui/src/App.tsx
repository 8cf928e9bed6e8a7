// The app: what every screen stands on, and the start that all of them wait for.
import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useState } from "react";

import { useReadAhead } from "./features/directory/ahead";
import { Boundary } from "./features/shell/Boundary";
import { Window } from "./features/shell/Window";
import { ErrorCard } from "./kit/ErrorCard";
import { Toasts } from "./kit/Toast";
import { useWaitPhase } from "./kit/waiting";
import { useAppStart } from "./state/app";
import { useAppEvents } from "./state/appEvents";
import { leftPlace } from "./state/left";
import { NavigationProvider } from "./state/navigation";
import { createQueryClient } from "./state/query";
import { useThemeOnDocument } from "./state/theme";

interface AppProps {
  /** With what was read before anything was drawn. */
  client?: QueryClient;
}

export function App(props: AppProps) {
  const [client] = useState(() => props.client ?? createQueryClient());
  useThemeOnDocument();
  return (
    <QueryClientProvider client={client}>
      <Toasts>
        <Boundary>
          <Start />
        </Boundary>
      </Toasts>
    </QueryClientProvider>
  );
}

function Start() {
  useAppEvents();
  const start = useAppStart();
  const phase = useWaitPhase(start.isFetching);
  const readAhead = useReadAhead();
  if (start.data) {
    return (
      <NavigationProvider
        startTenantId={start.data.openTenant}
        onOpening={readAhead}
        leftAt={leftPlace}
      >
        <Window />
      </NavigationProvider>
    );
  }
  if (start.error && !start.isFetching) {
    return (
      <main>
        <ErrorCard error={start.error} onRetry={() => void start.refetch()} />
      </main>
    );
  }
  return (
    <main aria-busy="true">
      {(phase === "sentence" || phase === "long") && <p role="status">Opening the database</p>}
    </main>
  );
}
