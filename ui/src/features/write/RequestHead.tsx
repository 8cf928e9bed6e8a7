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
  /** There is little room: the path alone, and the headers behind a button but for `If-Match`. */
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

/** The header that keeps a write from undoing somebody else's is always in view. */
function isTelling({ name }: Header): boolean {
  return name.toLowerCase() === "if-match";
}

function pathOf(url: string): string {
  try {
    const { pathname, search } = new URL(url);
    return `${pathname}${search}`;
  } catch {
    return url;
  }
}
