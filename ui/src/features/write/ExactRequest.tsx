// A request exactly as it would be sent, to read in a pane: its line, its headers, its body with line numbers.
import { memo } from "react";

import type { RequestShown } from "../../host/generated/RequestShown";
import { JsonView } from "../../kit/json/JsonView";
import { PlainText } from "../../kit/json/PlainText";
import type { Mark } from "../../kit/json/mark";
import { drawnBody } from "./drawnBody";
import styles from "./request.module.css";
import { RequestHead } from "./RequestHead";

const NO_MARKS: readonly Mark[] = [];

interface ExactRequestProps {
  request: RequestShown;
  /** There is little room beside it. */
  brief?: boolean | undefined;
}

/** Drawn again only for another request. */
export const ExactRequest = memo(function ExactRequest({ request, brief }: ExactRequestProps) {
  const { body } = request;
  return (
    <div className={styles.request} data-testid="exact-request">
      <RequestHead request={request} brief={brief} />
      {body && (
        <div className={styles.body}>
          {body.isJson ? (
            <JsonView label="Body of the request" text={drawnBody(body)} wrap marks={NO_MARKS} />
          ) : (
            <PlainText label="Body of the request" text={body.text} />
          )}
        </div>
      )}
    </div>
  );
});
