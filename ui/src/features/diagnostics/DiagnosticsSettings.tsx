// The app's own log, and the file for a bug report: both are shown before anything is copied or saved.
import { useQuery } from "@tanstack/react-query";

import { writeClipboard } from "../../host/call";
import type { LogTail } from "../../host/generated/LogTail";
import { CopyButton } from "../../kit/CopyButton";
import { ErrorCard } from "../../kit/ErrorCard";
import { UserText } from "../../kit/UserText";
import { queryOf } from "../../state/query";
import styles from "./diagnostics.module.css";
import { DiagnosticsPreview } from "./DiagnosticsPreview";
import { ReadAgain } from "./ReadAgain";
import { TextBox } from "./TextBox";

export function DiagnosticsSettings() {
  return (
    <>
      <p className={styles.promise}>
        Nothing is sent from here. The log and the diagnostics stay on this computer until you pass
        them on.
      </p>
      <Log />
      <Diagnostics />
    </>
  );
}

function Log() {
  const log = useQuery({ ...queryOf("log_read", {}), staleTime: 0, gcTime: 0 });
  return (
    <section className={styles.part} aria-labelledby="log-title">
      <div className={styles.head}>
        <h3 id="log-title">Log</h3>
        <span className={styles.space} />
        <ReadAgain what="the log" busy={log.isFetching} onRead={() => void log.refetch()} />
        {log.data && (
          <CopyButton
            wordy
            label="Copy the log"
            copy={() => writeClipboard(log.data.text)}
            testId="log-copy"
          />
        )}
      </div>
      {log.data && <LogText log={log.data} />}
      {log.error && !log.isFetching && <ErrorCard error={log.error} />}
    </section>
  );
}

function LogText({ log }: { log: LogTail }) {
  return (
    <>
      <p className={styles.about}>
        The end of <UserText breaks text={log.path} className="mono selectable" />
      </p>
      {log.text === "" ? (
        <p className={styles.about}>Nothing is in it yet.</p>
      ) : (
        <TextBox label="The end of the log" text={log.text} fromEnd testId="log-text" />
      )}
    </>
  );
}

function Diagnostics() {
  const preview = useQuery({ ...queryOf("diagnostics_preview", {}), staleTime: 0, gcTime: 0 });
  return (
    <section className={styles.part} aria-labelledby="diagnostics-title">
      <div className={styles.head}>
        <h3 id="diagnostics-title">Diagnostics for a bug report</h3>
        <span className={styles.space} />
        <ReadAgain
          what="the diagnostics"
          busy={preview.isFetching}
          onRead={() => void preview.refetch()}
        />
      </div>
      {preview.data && <DiagnosticsPreview diagnostics={preview.data} />}
      {preview.error && !preview.isFetching && <ErrorCard error={preview.error} />}
    </section>
  );
}
