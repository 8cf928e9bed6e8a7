// Text that a server or a person chose: isolated from the text around it, nothing in it hidden.
import styles from "./UserText.module.css";
import { visibleParts } from "./visible";

interface UserTextProps {
  text: string;
  /** Keeps its line breaks and tabs; the class must keep white space too. */
  lines?: boolean | undefined;
  className?: string | undefined;
}

export function UserText({ text, lines, className }: UserTextProps) {
  return (
    <bdi dir="auto" className={className}>
      {visibleParts(text, lines).map((part, index) =>
        part.hidden ? (
          <span key={index} className={styles.hidden}>
            {part.text}
          </span>
        ) : (
          part.text
        ),
      )}
    </bdi>
  );
}
