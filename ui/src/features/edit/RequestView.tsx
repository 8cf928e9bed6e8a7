// A request exactly as it would be sent, secrets masked: its line, its headers, its body with line numbers.
import type { RequestShown } from "../../host/generated/RequestShown";
import { JsonView } from "../../kit/json/JsonView";
import { formatJson, isOneLine } from "../../kit/json/formatJson";
import { PlainText } from "../../kit/json/PlainText";
import type { Mark } from "../../kit/json/mark";
import { UserText } from "../../kit/UserText";
import styles from "./request.module.css";

const NO_MARKS: readonly Mark[] = [];

export function RequestView({ request }: { request: RequestShown }) {
  const { method, url, headers, body } = request;
  return (
    <div className={styles.request} data-testid="exact-request">
      <div className={styles.head}>
        <p>
          <b data-method={method}>{method}</b> <UserText breaks text={url} />
        </p>
        <dl>
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
      </div>
      {body && (
        <div className={styles.body}>
          {body.isJson ? (
            <JsonView
              label="Body of the request"
              text={isOneLine(body.text) ? formatJson(body.text) : body.text}
              wrap
              marks={NO_MARKS}
            />
          ) : (
            <PlainText label="Body of the request" text={body.text} />
          )}
        </div>
      )}
    </div>
  );
}
