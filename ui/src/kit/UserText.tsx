// Text that a server or a person chose: isolated from the text around it, nothing in it hidden.
import { Fragment, type ReactElement } from "react";

import styles from "./UserText.module.css";
import { isPlain, visibleParts } from "./visible";

interface UserTextProps {
  text: string;
  /** Keeps its line breaks and tabs; the class must keep white space too. */
  lines?: boolean | undefined;
  /** A long word, such as an address, is broken behind its punctuation where it has to be. */
  breaks?: boolean | undefined;
  className?: string | undefined;
}

export function UserText({ text, lines, breaks, className }: UserTextProps) {
  return !breaks && isPlain(text) ? (
    whole(text, className)
  ) : (
    <bdi dir="auto" className={className}>
      {visibleParts(text, lines).map((part, index) =>
        part.hidden ? (
          <span key={index} className={styles.hidden}>
            {part.text}
          </span>
        ) : breaks && isLongWord(part.text) ? (
          <Broken key={index} word={part.text} />
        ) : (
          part.text
        ),
      )}
    </bdi>
  );
}

/** The same as an element made at once: for tables, which draw hundreds of texts. */
export function userText(text: string, className?: string): ReactElement {
  return isPlain(text) ? whole(text, className) : <UserText text={text} className={className} />;
}

/** Nearly all texts: one node and no list of parts. */
function whole(text: string, className: string | undefined): ReactElement {
  return (
    <bdi dir="auto" className={className}>
      {text}
    </bdi>
  );
}

function Broken({ word }: { word: string }) {
  return word.split(BEHIND_PUNCTUATION).map((piece, index) => (
    <Fragment key={index}>
      {index > 0 && <wbr />}
      {piece}
    </Fragment>
  ));
}

const BEHIND_PUNCTUATION = /(?<=[@./:?&=_-])(?=[^@./:?&=_-])/;
/** Shorter words fit any line; longer ones are no words. */
const SHORTEST = 20;
const LONGEST = 500;

function isLongWord(text: string): boolean {
  return text.length >= SHORTEST && text.length <= LONGEST && !/\s/.test(text);
}
