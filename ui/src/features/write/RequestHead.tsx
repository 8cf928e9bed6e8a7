// The line and the headers of a request exactly as it would be sent, secrets masked.
import type { Header } from "../../host/generated/Header";
import type { RequestShown } from "../../host/generated/RequestShown";
import { Disclosure } from "../../kit/Disclosure";
import { formatNumber } from "../../kit/format";
import { UserText } from "../../kit/UserText";
import { visibleText } from "../../kit/visible";
import styles from "./request.module.css";

interface RequestHeadProps {
  request: RequestShown;
  /** There is little room: the path alone, and behind a button the headers that tell little. */
  brief?: boolean | undefined;
}

export function RequestHead({ request: { method, url, headers }, brief }: RequestHeadProps) {
  const shown = brief ? headers.filter(isTelling) : headers;
  const others = brief ? headers.filter((it) => !isTelling(it)) : [];
  return (
    <div className={styles.head} data-brief={brief ? "" : undefined}>
      <p className={styles.line} title={brief ? visibleText(url) : undefined}>
        <b data-method={method}>{method}</b>{" "}
        {brief ? <UserText text={pathOf(url)} /> : <UserText breaks text={url} />}
      </p>
      <Headers headers={shown} />
      {others.length > 0 && (
        <Disclosure
          label={
            others.length === 1 ? "1 more header" : `${formatNumber(others.length)} more headers`
          }
          className={styles.more}
        >
          <Headers headers={others} />
        </Disclosure>
      )}
    </div>
  );
}

function Headers({ headers }: { headers: readonly Header[] }) {
  return (
    <dl className={styles.headers}>
      {headers.map(({ name, value }, at) => (
        <div key={at}>
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

/** Always in view: what keeps a write from undoing somebody else's, and what the body is. */
const TELLING = new Set(["if-match", "content-type"]);

function isTelling({ name }: Header): boolean {
  return TELLING.has(name.toLowerCase());
}

function pathOf(url: string): string {
  try {
    const { pathname, search } = new URL(url);
    return `${pathname}${search}`;
  } catch {
    return url;
  }
}
