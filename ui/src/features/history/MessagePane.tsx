// A request or a response: its body as received, its headers as sent, and what lint finds in both.
import { useRef, useState } from "react";

import { writeClipboard } from "../../host/call";
import type { BodyText } from "../../host/generated/BodyText";
import type { Header } from "../../host/generated/Header";
import type { LintFinding } from "../../host/generated/LintFinding";
import { JsonPane } from "../../kit/json/JsonPane";
import { TextPane } from "../../kit/json/TextPane";
import { type Tab, Tabs } from "../../kit/Tabs";
import { UserText } from "../../kit/UserText";
import { marksOf } from "../finding/findingMarks";
import { HeaderLines } from "./HeaderLines";
import styles from "./history.module.css";
import { LintPane, type LintResult } from "./LintPane";
import { type Place, placeOf } from "./places";

/** The views of a message. */
export type MessageTab = "body" | "headers" | "findings";

interface MessagePaneProps {
  title: "Request" | "Response";
  headers: readonly Header[];
  body: BodyText | undefined;
  /** What to say where there is no body. */
  nothing: string;
  /** What went wrong on the way, in words. */
  notice?: string | undefined;
  /** What lint says; absent where no rule is about this. */
  lint?: LintResult | undefined;
  tab: MessageTab;
  onTab: (tab: MessageTab) => void;
  /** Leads to a place above the messages. */
  onPlace: (place: Place) => void;
}

/** Where a finding has led in this message. */
interface Led {
  line?: { line: number };
  header?: { name: string };
}

/** Headers that say most about a body: shown above it. */
const TELLING = ["content-type", "authorization", "location", "retry-after", "www-authenticate"];

const NOTHING_FOUND: readonly LintFinding[] = [];

interface BodyProps extends MessagePaneProps {
  findings: readonly LintFinding[];
  goTo: { line: number } | undefined;
}

function Body({ title, headers, body, nothing, notice, findings, goTo }: BodyProps) {
  const telling = headers.filter(({ name }) => TELLING.includes(name.toLowerCase()));
  const label = `${title} body`;
  const inBody = findings.filter((it) => placeOf(it).at === "body");
  return (
    <>
      {telling.length > 0 && (
        <div className={styles.telling}>
          <HeaderLines headers={telling} findings={findings} />
        </div>
      )}
      {notice !== undefined && (
        <p className={styles.notice}>
          <UserText text={notice} />
        </p>
      )}
      {body?.charset !== undefined && body.isJson && (
        <p className={styles.charset}>{charsetNote(body)}</p>
      )}
      {body === undefined || body.text === "" ? (
        <p className={styles.nothing}>{nothing}</p>
      ) : body.isJson ? (
        <JsonPane
          label={label}
          text={body.text}
          marksIn={(drawn) => marksOf(drawn, inBody)}
          goTo={goTo}
          copy={writeClipboard}
        />
      ) : (
        <TextPane label={label} text={body.text} copy={writeClipboard} note={charsetNote(body)} />
      )}
    </>
  );
}

/** What is to be said about the character set of a body. */
function charsetNote({ charset, isUtf8, isJson }: BodyText): string | undefined {
  if (charset !== undefined) {
    const read = `read as ${charset}, in which it was sent`;
    return isJson ? `${read}; JSON should be UTF-8` : read;
  }
  return isUtf8 ? undefined : "not UTF-8: bytes that are no characters are shown as �";
}

function AllHeaders({ headers, findings, sought }: Parameters<typeof HeaderLines>[0]) {
  return (
    <div className={styles.allHeaders}>
      {headers.length > 0 || findings.length > 0 ? (
        <HeaderLines headers={headers} findings={findings} sought={sought} withMissing />
      ) : (
        <p className={styles.nothing}>No headers</p>
      )}
    </div>
  );
}

export function MessagePane(props: MessagePaneProps) {
  const { title, headers, body, lint, tab, onTab, onPlace } = props;
  const pane = useRef<HTMLElement>(null);
  const [led, setLed] = useState<Led>({});
  const findings = lint?.side?.findings ?? NOTHING_FOUND;
  const inHeaders = findings.filter((it) => placeOf(it).at === "header");
  const json = body?.isJson && body.text !== "" ? body.text : undefined;
  const lead = (finding: LintFinding, line: number | undefined) => {
    const place = placeOf(finding);
    if (place.at !== "body" && place.at !== "header") {
      onPlace(place);
      return;
    }
    // What was pressed goes with its view: the focus is on the tab until the place has it.
    pane.current?.querySelector<HTMLElement>("[role=tab][aria-selected=true]")?.focus();
    onTab(place.at === "body" ? "body" : "headers");
    if (place.at === "header") setLed({ header: { name: place.name } });
    else setLed(line === undefined ? {} : { line: { line } });
  };
  const tabs: Tab<MessageTab>[] = [
    {
      value: "body",
      label: "Body",
      content: <Body {...props} findings={findings} goTo={led.line} />,
    },
    {
      value: "headers",
      label: "Headers",
      count: headers.length,
      content: <AllHeaders headers={headers} findings={inHeaders} sought={led.header} />,
    },
  ];
  if (lint) {
    tabs.push({
      value: "findings",
      label: "Findings",
      count: lint.side?.findings.length,
      testId: `findings-${title.toLowerCase()}`,
      content: <LintPane result={lint} json={json} onPlace={lead} />,
    });
  }
  return (
    <section ref={pane} className={styles.message} aria-label={title}>
      <h3 className={styles.messageTitle}>{title}</h3>
      <Tabs
        label={title}
        value={tab === "findings" && !lint ? "body" : tab}
        onChange={(next) => {
          setLed({});
          onTab(next);
        }}
        className={styles.messageTabs}
        tabs={tabs}
      />
    </section>
  );
}
