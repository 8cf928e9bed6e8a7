// Bringing an edited resource together with what the server has by now: nothing is written before each attribute that
// both sides changed has been decided.
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";

import { Button } from "../../kit/Button";
import { EmptyState } from "../../kit/EmptyState";
import { ErrorCard } from "../../kit/ErrorCard";
import { SplitPane } from "../../kit/SplitPane";
import { useHeader } from "../../state/header";
import { useNavigate } from "../../state/navigation";
import { useContentFocus } from "../../state/panes";
import { usePlural } from "../../state/plural";
import { queryOf } from "../../state/query";
import { useShortcuts } from "../../state/shortcuts";
import { useWrite } from "../write/useWrite";
import { useMerge } from "./api";
import styles from "./merge.module.css";
import { MergeMain } from "./MergeMain";
import { MergePane } from "./MergePane";
import { useMergeCursor } from "./useMergeCursor";

export interface MergeScreenProps {
  tenantId: string;
  resourceType: string;
  draft: string;
}

export function MergeScreen({ tenantId, resourceType, draft }: MergeScreenProps) {
  const navigate = useNavigate();
  const plural = usePlural(resourceType);
  const which = { tenantId, draft };
  const state = useMerge(which);
  const { merge, error, busy } = state;
  const drafted = useQuery(queryOf("draft_read", which)).data;
  const write = useWrite(tenantId);
  const cursor = useMergeCursor(merge, state.choose);
  const [isApplied, setApplied] = useState(false);
  const isShown = useRef(false);
  useEffect(() => {
    isShown.current = true;
    return () => {
      isShown.current = false;
    };
  }, []);
  const edit = { screen: "edit", resourceType, draft, id: drafted?.id } as const;
  const title = merge?.title ?? drafted?.title;
  useHeader({
    title: "Merge",
    parents: [
      { title: plural, onOpen: () => navigate.open({ screen: "directory", resourceType }) },
      ...(title === undefined ? [] : [{ title, onOpen: () => navigate.open(edit) }]),
    ],
  });
  useContentFocus(merge !== undefined);
  const leave = (id: string | undefined) => {
    if (id === undefined) navigate.replace({ screen: "directory", resourceType });
    else navigate.replace({ screen: "resource", resourceType, id });
  };
  const send = async () => {
    if (!(await state.apply())) return;
    setApplied(true);
    write.start(
      { kind: "draft", draft, anyway: false },
      {
        onSent: ({ results }) => {
          const [result] = results;
          // Who is somewhere else by now stays there.
          if (isShown.current && result && GONE.has(result.outcome.kind))
            leave(result.id ?? drafted?.id);
        },
        // The server has yet another version: the choices that were made stay, this screen reads it.
        onConflict: () => setApplied(false),
      },
    );
  };
  const isIdle = !write.busy && busy === undefined;
  const canSend = merge?.undecided === 0 && merge.request !== undefined && isIdle;
  useShortcuts("screen", { "edit.send": () => canSend && void send() });
  if (!merge || (error && isApplied)) {
    return (
      <div className={styles.alone} data-testid="merge-screen">
        {error && isApplied && <Applied onOpen={() => navigate.replace(edit)} />}
        {error && !isApplied && (
          <ErrorCard
            error={error}
            onRetry={state.retry}
            actions={<Button onClick={() => navigate.replace(edit)}>Open the draft</Button>}
          />
        )}
        {write.dialog}
      </div>
    );
  }
  return (
    <div className={styles.screen} data-testid="merge-screen">
      <SplitPane
        name="merge"
        sideLabel="After the merge"
        standard={344}
        min={300}
        max={640}
        main={<MergeMain merge={merge} state={state} cursor={cursor} />}
        side={
          <MergePane
            merge={merge}
            draft={drafted}
            canSend={canSend}
            busy={write.busy || busy === "applying"}
            onMethod={state.chooseMethod}
            onSend={() => void send()}
            onLater={() => leave(drafted?.id)}
            onNext={cursor.next}
          />
        }
      />
      {write.dialog}
    </div>
  );
}

/** What came of a write after which the draft is no more. */
const GONE = new Set(["done", "accepted", "notReadBack", "differs"]);

function Applied({ onOpen }: { onOpen: () => void }) {
  return (
    <EmptyState
      title="The merge is in the draft"
      why="It was not sent. The draft has what you chose, and can be sent from there."
      actions={
        <Button kind="primary" onClick={onOpen}>
          Open the draft
        </Button>
      }
    />
  );
}
