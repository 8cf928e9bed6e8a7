// A request or a response: its body as received, its headers as sent.
import { useState } from "react";

import { writeClipboard } from "../../host/call";
import type { BodyText } from "../../host/generated/BodyText";
import type { Header } from "../../host/generated/Header";
import { JsonPane } from "../../kit/json/JsonPane";
import { TextPane } from "../../kit/json/TextPane";
import { Tabs } from "../../kit/Tabs";
import { UserText } from "../../kit/UserText";
import styles from "./history.module.css";

interface MessagePaneProps {
  title: "Request" | "Response";
  headers: readonly Header[];
  body: BodyText | undefined;
  /** What to say where there is no body. */
  nothing: string;
  /** What went wrong on the way, in words. */
  notice?: string | undefined;
}

/** Headers that say most about a body: shown above it. */
const TELLING = ["content-type", "authorization", "location", "retry-after", "www-authenticate"];

function HeaderLines({ headers }: { headers: readonly Header[] }) {
  return (
    <dl className={styles.headers}>
      {headers.map(({ name, value }, place) => (
        <div key={place}>
          <dt>
            <UserText text={name} />:
          </dt>
          <dd>
            <UserText text={value} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Body({ title, headers, body, nothing, notice }: MessagePaneProps) {
  const telling = headers.filter(({ name }) => TELLING.includes(name.toLowerCase()));
  const label = `${title} body`;
  return (
    <>
      {telling.length > 0 && (
        <div className={styles.telling}>
          <HeaderLines headers={telling} />
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
        <JsonPane label={label} text={body.text} copy={writeClipboard} />
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

export function MessagePane(props: MessagePaneProps) {
  const { title, headers } = props;
  const [tab, setTab] = useState<"body" | "headers">("body");
  return (
    <section className={styles.message} aria-label={title}>
      <h3 className={styles.messageTitle}>{title}</h3>
      <Tabs
        label={title}
        value={tab}
        onChange={setTab}
        className={styles.messageTabs}
        tabs={[
          { value: "body", label: "Body", content: <Body {...props} /> },
          {
            value: "headers",
            label: "Headers",
            count: headers.length,
            content: (
              <div className={styles.allHeaders}>
                {headers.length > 0 ? (
                  <HeaderLines headers={headers} />
                ) : (
                  <p className={styles.nothing}>No headers</p>
                )}
              </div>
            ),
          },
        ]}
      />
    </section>
  );
}
