// The request that a draft is sent as, to read: its line, its headers, its body with line numbers.
import type { RequestShown } from "../../host/generated/RequestShown";
import { Disclosure } from "../../kit/Disclosure";
import { formatBytes, formatNumber } from "../../kit/format";
import { JsonView } from "../../kit/json/JsonView";
import type { Mark } from "../../kit/json/mark";
import { useDrawn } from "../../kit/json/useDrawn";
import { UserText } from "../../kit/UserText";
import { visibleText } from "../../kit/visible";
import styles from "./pane.module.css";

const NO_MARKS: readonly Mark[] = [];

/** The header that keeps a write from undoing somebody else's is always in view. */
function isTelling({ name }: { name: string }): boolean {
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

function HeaderLine({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>
        <UserText text={name} />:
      </dt>
      <dd>
        <UserText text={value} />
      </dd>
    </div>
  );
}

export function ExactRequest({ request }: { request: RequestShown }) {
  const { method, url, headers, body } = request;
  const { drawn } = useDrawn(body?.text ?? "");
  const others = headers.filter((it) => !isTelling(it));
  const more = `${formatNumber(others.length)} more headers`;
  return (
    <section aria-label="Exact request" className={styles.request} data-testid="exact-request">
      <div className={styles.subhead}>
        <h4>Exact request</h4>
        <span className={styles.hairline} />
        {body && <span>{formatBytes(body.sizeBytes)}</span>}
      </div>
      <p className={styles.line} title={visibleText(url)}>
        <b data-method={method}>{method}</b> <UserText text={pathOf(url)} />
      </p>
      <dl className={styles.headers}>
        {headers.filter(isTelling).map((header, at) => (
          <HeaderLine key={at} {...header} />
        ))}
      </dl>
      <Disclosure label={others.length === 1 ? "1 more header" : more} className={styles.more}>
        <dl className={styles.headers}>
          {others.map((header, at) => (
            <HeaderLine key={at} {...header} />
          ))}
        </dl>
      </Disclosure>
      {body && (
        <div className={styles.body}>
          <JsonView
            label="Request body"
            text={drawn}
            wrap
            marks={NO_MARKS}
            goTo={undefined}
            find={undefined}
          />
        </div>
      )}
    </section>
  );
}
