// What one sees while the browser is open: where it was sent, how long it is waited, and what to do if it did not open.
import { AppWindow } from "lucide-react";

import { writeClipboard } from "../../host/call";
import type { SignInWaiting } from "../../host/generated/SignInWaiting";
import { Button } from "../../kit/Button";
import { CopyButton } from "../../kit/CopyButton";
import { formatMs } from "../../kit/format";
import { Note } from "../../kit/Note";
import { Spinner } from "../../kit/Spinner";
import { UserText } from "../../kit/UserText";
import { useSeconds } from "../../kit/waiting";
import styles from "./signIn.module.css";

interface BrowserWaitingProps {
  /** Undefined until the browser was sent. */
  waiting: SignInWaiting | undefined;
  onAgain: () => void;
  onCancel: () => void;
}

export function BrowserWaiting({ waiting, onAgain, onCancel }: BrowserWaitingProps) {
  // A second try has another address, and its own time.
  return <Waiting key={waiting?.url ?? ""} {...{ waiting, onAgain, onCancel }} />;
}

function Waiting({ waiting, onAgain, onCancel }: BrowserWaitingProps) {
  const passed = useSeconds(waiting !== undefined);
  const notOpened = waiting?.notOpened;
  return (
    <Note
      role="status"
      testId="sign-in-waiting"
      tone={notOpened === undefined ? "info" : "warn"}
      icon={notOpened === undefined ? <Spinner /> : undefined}
      title={
        waiting === undefined
          ? "Opening the browser"
          : notOpened === undefined
            ? "Sign in with the browser that has opened"
            : "The browser did not open"
      }
    >
      {waiting && (
        <p>
          {notOpened !== undefined && (
            <>
              <UserText text={notOpened} /> Copy the link, and open it in a browser on this
              computer.{" "}
            </>
          )}
          Waiting for <UserText text={hostOf(waiting.url)} className="mono" />, for another{" "}
          <span aria-hidden="true" className={styles.numbers}>
            {formatMs(Math.max(0, waiting.seconds - passed) * 1000)}
          </span>
          <span className="visually-hidden">{formatMs(waiting.seconds * 1000)}</span>.
        </p>
      )}
      <div className={styles.buttons}>
        <Button
          small
          aria-label="Cancel the sign-in"
          onClick={onCancel}
          data-testid="sign-in-cancel"
        >
          Cancel
        </Button>
        {waiting && (
          <>
            <Button
              small
              icon={<AppWindow size={14} aria-hidden="true" />}
              onClick={onAgain}
              data-testid="sign-in-again"
            >
              Open again
            </Button>
            <CopyButton
              wordy
              label="Copy link"
              testId="sign-in-copy"
              copy={() => writeClipboard(waiting.url)}
            />
          </>
        )}
      </div>
    </Note>
  );
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}
