// Who or what stands in a row: initials, the sign of a group, or a question mark where nobody knows.
import { UsersRound } from "lucide-react";

import { initials } from "../../kit/initials";
import { userText } from "../../kit/UserText";
import styles from "./members.module.css";

interface AvatarProps {
  name: string | undefined;
  group: boolean;
  off: boolean;
}

export function Avatar({ name, group, off }: AvatarProps) {
  return (
    <span
      aria-hidden="true"
      className={styles.avatar}
      data-off={off || undefined}
      data-group={group || undefined}
    >
      {group ? <UsersRound size={11} /> : userText(initials(name ?? ""))}
    </span>
  );
}
