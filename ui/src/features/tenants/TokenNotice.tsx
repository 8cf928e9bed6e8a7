// Says what came along with a pasted token, and offers to take it out.
import { Button } from "../../kit/Button";
import styles from "./Connection.module.css";
import type { Noticed } from "./pastedToken";

interface TokenNoticeProps {
  noticed: Noticed;
  onClean: (token: string) => void;
}

export function TokenNotice({ noticed, onClean }: TokenNoticeProps) {
  return (
    <div className={styles.notice} role="status">
      <span>The token came with {listed(noticed.found)}.</span>
      <Button small onClick={() => onClean(noticed.cleaned)} data-testid="token-clean">
        Take it out
      </Button>
    </div>
  );
}

function listed(words: readonly string[]): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} and ${words.at(-1) ?? ""}`;
}
