// Editing a resource, or making a new one, in full page: the form and its JSON at the left, what will be sent at the right.
import { useEffect, useState } from "react";

import type { CallError } from "../../host/call";
import type { Draft } from "../../host/generated/Draft";
import { Button } from "../../kit/Button";
import { ErrorCard } from "../../kit/ErrorCard";
import { useWaitPhase } from "../../kit/waiting";
import { Skeleton } from "../../kit/WaitLine";
import { useHeader } from "../../state/header";
import { useNavigate } from "../../state/navigation";
import { usePlural } from "../../state/plural";
import { useRun } from "../../state/query";
import { createDraftSession } from "./draftSession";
import { DraftEditor } from "./DraftEditor";
import styles from "./edit.module.css";
import { SessionContext } from "./session";
import type { DraftPlace } from "./useOpenedDraft";
import { useOpenedDraft } from "./useOpenedDraft";

export function EditScreen(props: DraftPlace) {
  const { tenantId, resourceType, id, clonedFrom } = props;
  const navigate = useNavigate();
  const plural = usePlural(resourceType);
  const { draft, error, again } = useOpenedDraft(props);
  const of = draft?.id ?? id;
  useHeader({
    title: of !== undefined ? "Edit" : clonedFrom !== undefined ? "New, from another" : "New",
    parents: [
      { title: plural, onOpen: () => navigate.open({ screen: "directory", resourceType, id: of }) },
      ...(of === undefined
        ? []
        : [
            {
              title: draft?.title ?? of,
              onOpen: () => navigate.open({ screen: "resource", resourceType, id: of }),
            },
          ]),
    ],
  });
  // The place learns the draft, so that it is found again.
  const known = draft?.draft;
  useEffect(() => {
    if (known !== undefined && known !== props.draft) {
      navigate.replace({ screen: "edit", resourceType, id, clonedFrom, draft: known });
    }
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once for each draft that is opened
  }, [known]);
  if (draft) return <OpenedDraft key={draft.draft} draft={draft} />;
  if (error) return <OpeningFailed error={error} onRetry={again} place={props} />;
  return <Opening key={tenantId} />;
}

function Opening() {
  const phase = useWaitPhase(true);
  return (
    <div className={styles.waiting} aria-busy>
      {phase !== "quiet" &&
        ["40%", "70%", "56%", "62%", "48%", "66%"].map((width) => (
          <Skeleton key={width} width={width} />
        ))}
      {(phase === "sentence" || phase === "long") && <p role="status">Reading the resource</p>}
    </div>
  );
}

interface OpeningFailedProps {
  error: CallError;
  onRetry: () => void;
  place: DraftPlace;
}

function OpeningFailed({ error, onRetry, place }: OpeningFailedProps) {
  const navigate = useNavigate();
  const { exchange } = error;
  const { resourceType, draft, id } = place;
  return (
    <div className={styles.failed}>
      <ErrorCard
        error={error}
        onRetry={onRetry}
        actions={
          <>
            {exchange !== undefined && (
              <Button onClick={() => navigate.open({ screen: "history", exchangeId: exchange })}>
                Show request
              </Button>
            )}
            {draft !== undefined && id === undefined && error.code === "notFound" && (
              <Button onClick={() => navigate.replace({ screen: "edit", resourceType })}>
                Begin a new one
              </Button>
            )}
          </>
        }
      />
    </div>
  );
}

function OpenedDraft({ draft }: { draft: Draft }) {
  const run = useRun();
  const [session] = useState(() => createDraftSession(draft, run));
  // Nothing typed is lost where the screen or the window goes.
  useEffect(() => {
    const now = () => session.flushNow();
    const onVisibility = () => {
      if (document.visibilityState === "hidden") now();
    };
    addEventListener("pagehide", now);
    document.addEventListener("visibilitychange", onVisibility);
    return () => {
      removeEventListener("pagehide", now);
      document.removeEventListener("visibilitychange", onVisibility);
      void session.flush();
    };
  }, [session]);
  return (
    <SessionContext value={session}>
      <DraftEditor session={session} />
    </SessionContext>
  );
}
