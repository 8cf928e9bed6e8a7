// A sentence in which names are set in `backticks`: they are drawn in the code font.
import { Fragment } from "react";

import { UserText } from "./UserText";

export function Prose({ text }: { text: string }) {
  const parts = text.split("`");
  // A backtick without its twin is only a backtick.
  if (parts.length % 2 === 0) return <UserText text={text} />;
  return parts.map((part, index) => (
    <Fragment key={index}>
      {index % 2 === 0 ? (
        <UserText text={part} />
      ) : (
        <code>
          <UserText text={part} />
        </code>
      )}
    </Fragment>
  ));
}
