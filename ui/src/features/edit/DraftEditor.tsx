// An open draft on the screen: head, form and JSON, and what will be sent.
import { useQuery } from "@tanstack/react-query";
import { GitMerge } from "lucide-react";
import { useEffect, useRef, useState } from "react";

import { LinkButton } from "../../kit/LinkButton";
import { Note } from "../../kit/Note";
import { SplitPane } from "../../kit/SplitPane";
import { Tabs } from "../../kit/Tabs";
import { useNarrow } from "../../kit/useNarrow";
import { useSettled } from "../../kit/useSettled";
import { UserText } from "../../kit/UserText";
import { useNavigate } from "../../state/navigation";
import { useContentFocus } from "../../state/panes";
import { queryOf } from "../../state/query";
import { useShortcuts } from "../../state/shortcuts";
import { useStore } from "../../state/store";
import type { DraftSession } from "./draftSession";
import styles from "./edit.module.css";
import { EditForm } from "./EditForm";
import { EditHead } from "./EditHead";
import { JsonTab } from "./JsonTab";
import { PendingPane } from "./PendingPane";
import { useSending } from "./sending";
import { useDraft } from "./session";
import type { Shown } from "./shownSections";
import { useGoTo } from "./useGoTo";

type TabName = "form" | "json" | "pending";

const SOUGHT_MS = 120;

export function DraftEditor({ session }: { session: DraftSession }) {
  const draft = useDraft();
  const isNarrow = useNarrow();
  const [chosen, setTab] = useState<TabName>("form");
  const [shown, setShown] = useState<Shown>("all");
  const [sought, setSought] = useState("");
  const find = useRef<HTMLInputElement>(null);
  const sending = useSending(session);
  const goal = useStore(session.goal);
  useSaidElsewhere(session);
  // What is gone to has to be drawn.
  if (goal && (chosen !== "form" || shown !== "all" || sought !== "")) {
    setTab("form");
    setShown("all");
    setSought("");
  }
  const tab = chosen === "pending" && !isNarrow ? "form" : chosen;
  useGoTo(session, draft, tab === "form");
  useContentFocus(true);
  useShortcuts("screen", {
    "resource.json": () => setTab(tab === "json" ? "form" : "json"),
    // In the text nothing is looked for: it would be left by surprise.
    "edit.find":
      tab === "json"
        ? undefined
        : () => {
            setTab("form");
            find.current?.focus();
            find.current?.select();
          },
  });
  const settledSought = useSettled(sought, SOUGHT_MS);
  const form = (
    <EditForm
      shown={shown}
      sought={sought === "" ? "" : settledSought}
      onShowAll={() => {
        setShown("all");
        setSought("");
      }}
      onJson={() => setTab("json")}
    />
  );
  const pending = <PendingPane sending={sending} />;
  const main = (
    <div className={styles.main}>
      <EditHead
        ref={find}
        shown={shown}
        onShown={(next) => {
          setTab("form");
          setShown(next);
        }}
        sought={sought}
        onSought={(next) => {
          setTab("form");
          setSought(next);
        }}
      />
      {draft.conflict && <ConflictNote />}
      <Tabs
        label="Draft"
        entry
        value={tab}
        onChange={setTab}
        tabs={[
          { value: "form", label: "Form", testId: "edit-tab-form", content: form },
          { value: "json", label: "JSON", testId: "edit-tab-json", content: <JsonTab /> },
          ...(isNarrow
            ? [
                {
                  value: "pending" as const,
                  label: "Pending",
                  count: draft.changes.length,
                  testId: "edit-tab-pending",
                  content: pending,
                },
              ]
            : []),
        ]}
      />
    </div>
  );
  return (
    <div className={styles.screen} data-testid="edit-screen" data-draft={draft.draft}>
      {isNarrow ? (
        main
      ) : (
        <SplitPane
          name="edit"
          sideLabel="Pending changes"
          standard={496}
          min={380}
          max={720}
          main={main}
          side={pending}
        />
      )}
      {sending.dialogs}
    </div>
  );
}

/** What a write or another screen said of the draft: whoever makes it stale has it read again. */
function useSaidElsewhere(session: DraftSession): void {
  const { data } = useQuery({
    ...queryOf("draft_read", { tenantId: session.tenantId, draft: session.id }),
    initialData: () => session.draft.read(),
    gcTime: 0,
  });
  useEffect(() => session.accept(data), [session, data]);
}

function ConflictNote() {
  const navigate = useNavigate();
  const { title, resourceType, draft } = useDraft();
  return (
    <Note
      wide
      tone="warn"
      role="status"
      testId="conflict-note"
      icon={<GitMerge size={16} aria-hidden="true" />}
      title={
        <>
          <UserText text={title} /> changed while you edited
        </>
      }
      actions={
        <LinkButton onClick={() => navigate.open({ screen: "merge", resourceType, draft })}>
          Merge
        </LinkButton>
      }
    >
      The server has another version by now. What you edited is kept, and nothing was sent.
    </Note>
  );
}
