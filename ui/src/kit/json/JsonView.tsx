// JSON text to read: in the editor, or as plain lines where it is too long for one.
import { lazy, Suspense } from "react";

import styles from "./json.module.css";
import type { JsonEditorProps } from "./JsonEditor";
import { PlainText } from "./PlainText";
import { LONGEST_FOR_EDITOR } from "./useDrawn";

const JsonEditor = lazy(() =>
  import("./JsonEditor").then((module) => ({ default: module.JsonEditor })),
);

/** Read-only JSON with line numbers, folding and search. */
export function JsonView(props: JsonEditorProps) {
  return (
    <div className={styles.view} data-testid="json-text">
      {props.text.length > LONGEST_FOR_EDITOR ? (
        <PlainText label={props.label} text={props.text} />
      ) : (
        <Suspense fallback={<pre className={styles.fallback}>{props.text.slice(0, 20_000)}</pre>}>
          <JsonEditor {...props} />
        </Suspense>
      )}
    </div>
  );
}
