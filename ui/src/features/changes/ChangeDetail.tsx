// One entry of the change log in full: what changed, what came of it, the resource before and after, and the request.
import { X } from "lucide-react";
import { useState } from "react";

import { writeClipboard } from "../../host/call";
import type { Change } from "../../host/generated/Change";
import { Button } from "../../kit/Button";
import { ErrorCard } from "../../kit/ErrorCard";
import { IconButton } from "../../kit/IconButton";
import { JsonPane } from "../../kit/json/JsonPane";
import { TextPane } from "../../kit/json/TextPane";
import { type Tab, Tabs } from "../../kit/Tabs";
import { UserText } from "../../kit/UserText";
import { Skeleton } from "../../kit/WaitLine";
import { useNavigate } from "../../state/navigation";
import { DiffBlocks } from "../write/DiffBlocks";
import { DifferenceTable } from "../write/DifferenceTable";
import { useChange } from "./api";
import { OutcomeWord, UndoButton, UndoMarks } from "./ChangeParts";
import styles from "./changes.module.css";
import { leadsSomewhere, outcomeMeanings } from "./words";

interface ChangeDetailProps {
  tenantId: string;
  change: string;
  busy: boolean;
  onUndo: (change: string) => void;
  onClose: () => void;
}

export function ChangeDetail(props: ChangeDetailProps) {
  const { tenantId, change } = props;
  const { data, error, refetch } = useChange(tenantId, change);
  if (error && !data) {
    return (
      <div className={styles.place}>
        <ErrorCard
          error={error}
          onRetry={() => void refetch()}
          actions={<Button onClick={props.onClose}>Close</Button>}
        />
      </div>
    );
  }
  if (!data) {
    return (
      <div className={styles.place} aria-busy>
        <Skeleton width="48%" />
      </div>
    );
  }
  return <Drawn {...props} data={data} />;
}

type View = "changes" | "before" | "after" | "request";

function Drawn({ data, ...props }: ChangeDetailProps & { data: Change }) {
  const [view, setView] = useState<View>("changes");
  const { before, after } = data;
  const tabs: Tab<View>[] = [
    { value: "changes", label: "Changes", content: <WhatChanged data={data} /> },
    {
      value: "before",
      label: "Before",
      content: <Json text={before} nothing="It was not there." />,
    },
    {
      value: "after",
      label: "After",
      content: <Json text={after} nothing="It was not read back." />,
    },
    { value: "request", label: "Request", content: <Sent data={data} /> },
  ];
  return (
    <section aria-label="Change" className={styles.detail} data-testid="change-detail">
      <DetailLine {...props} data={data} />
      <Tabs label="Change" value={view} onChange={setView} tabs={tabs} />
    </section>
  );
}

function DetailLine({ data, busy, onUndo, onClose }: ChangeDetailProps & { data: Change }) {
  const navigate = useNavigate();
  const { entry } = data;
  const { id, resourceType, exchange } = entry;
  return (
    <div className={styles.line}>
      <UserText text={entry.words} className={styles.lineWords} />
      <OutcomeWord outcome={entry.outcome} />
      <UndoMarks entry={entry} />
      <span className={styles.push} />
      <UndoButton entry={entry} busy={busy} onUndo={onUndo} />
      {id !== undefined && leadsSomewhere(entry) && (
        <Button small onClick={() => navigate.open({ screen: "resource", resourceType, id })}>
          Show the resource
        </Button>
      )}
      {exchange !== undefined && (
        <Button
          small
          onClick={() => navigate.open({ screen: "history", exchangeId: exchange })}
          data-testid="change-exchange"
        >
          Show in History
        </Button>
      )}
      <IconButton small label="Close" icon={<X size={14} aria-hidden="true" />} onClick={onClose} />
    </div>
  );
}

function WhatChanged({ data: { entry, differences, outcomeWords } }: { data: Change }) {
  return (
    <div className={styles.scroll}>
      <p data-testid="change-outcome">
        <UserText text={outcomeWords ?? outcomeMeanings[entry.outcome]} />
      </p>
      <DifferenceTable differences={differences} />
      {entry.changes.length > 0 ? (
        <DiffBlocks label="What changed" changes={entry.changes} />
      ) : (
        <p className={styles.meaning}>No attribute was changed one by one.</p>
      )}
    </div>
  );
}

function Json({ text, nothing }: { text: string | undefined; nothing: string }) {
  if (text === undefined) return <p className={styles.nothing}>{nothing}</p>;
  return <JsonPane label="JSON of the resource" text={text} copy={writeClipboard} />;
}

function Sent({ data: { method, url, body } }: { data: Change }) {
  return (
    <>
      <p className={styles.request}>
        <b>{method}</b> <UserText breaks text={url} />
      </p>
      {body === undefined ? (
        <p className={styles.nothing}>No body was sent.</p>
      ) : body.isJson ? (
        <JsonPane label="Body of the request" text={body.text} copy={writeClipboard} />
      ) : (
        <TextPane label="Body of the request" text={body.text} copy={writeClipboard} />
      )}
    </>
  );
}
