// A request exactly as it would be sent, secrets masked: one of several at a time.
import { ChevronLeft, ChevronRight } from "lucide-react";
import { useState } from "react";

import { writeClipboard } from "../../host/call";
import type { RequestShown } from "../../host/generated/RequestShown";
import { CopyButton } from "../../kit/CopyButton";
import { formatNumber } from "../../kit/format";
import { IconButton } from "../../kit/IconButton";
import { UserText } from "../../kit/UserText";
import { drawnBody } from "./drawnBody";
import { RequestHead } from "./RequestHead";
import styles from "./write.module.css";

/** Longer bodies are cut where they are drawn; copied they are whole. */
const LONGEST = 20_000;

export function RequestsShown({ requests }: { requests: readonly RequestShown[] }) {
  const [at, setAt] = useState(0);
  const request = requests[at];
  if (!request) return null;
  return (
    <div className={styles.request} data-testid="write-request">
      {requests.length > 1 && (
        <p className={styles.turn}>
          <IconButton
            small
            label="Previous request"
            disabled={at === 0}
            icon={<ChevronLeft size={14} aria-hidden="true" />}
            onClick={() => setAt(at - 1)}
          />
          <span role="status">
            Request {formatNumber(at + 1)} of {formatNumber(requests.length)}
          </span>
          <IconButton
            small
            label="Next request"
            disabled={at === requests.length - 1}
            icon={<ChevronRight size={14} aria-hidden="true" />}
            onClick={() => setAt(at + 1)}
          />
        </p>
      )}
      <RequestText request={request} />
    </div>
  );
}

function RequestText({ request }: { request: RequestShown }) {
  const { body } = request;
  const text = body === undefined ? undefined : drawnBody(body);
  return (
    <>
      <div className={styles.requestHead}>
        <RequestHead request={request} />
      </div>
      {body !== undefined && text !== undefined && (
        <div className={styles.body}>
          <CopyButton label="Copy the body" copy={() => writeClipboard(body.text)} />
          <pre>
            <UserText lines text={text.slice(0, LONGEST)} />
          </pre>
          {text.length > LONGEST && (
            <p className={styles.remark}>
              The first {formatNumber(LONGEST)} letters of {formatNumber(text.length)} are shown.
            </p>
          )}
        </div>
      )}
    </>
  );
}
