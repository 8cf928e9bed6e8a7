// Reads a text again.
import { RotateCw } from "lucide-react";

import { IconButton } from "../../kit/IconButton";

interface ReadAgainProps {
  /** What is read, e.g. "the log". */
  what: string;
  busy: boolean;
  onRead: () => void;
}

export function ReadAgain({ what, busy, onRead }: ReadAgainProps) {
  return (
    <IconButton
      small
      label={`Read ${what} again`}
      icon={<RotateCw size={14} aria-hidden="true" />}
      busy={busy}
      disabled={busy}
      onClick={onRead}
    />
  );
}
