// Copies a text and says so.
import { Check, Copy, CircleAlert } from "lucide-react";
import { useEffect, useState } from "react";

import { Button } from "./Button";
import { IconButton } from "./IconButton";

interface CopyButtonProps {
  /** What it copies, e.g. "Copy id". */
  label: string;
  /** Puts the text on the clipboard. */
  copy: () => Promise<void>;
  /** Draws the label beside the icon. */
  wordy?: boolean | undefined;
  keys?: string | undefined;
  disabled?: boolean | undefined;
  testId?: string | undefined;
}

type Outcome = "rest" | "copied" | "failed";
const SHOWN_MS = 1600;

export function CopyButton({ label, copy, wordy, keys, disabled, testId }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<Outcome>("rest");
  useEffect(() => {
    if (outcome === "rest") return undefined;
    const timer = setTimeout(() => setOutcome("rest"), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [outcome]);
  const onClick = () => {
    copy().then(
      () => setOutcome("copied"),
      () => setOutcome("failed"),
    );
  };
  const icon = icons[outcome];
  const shared = { onClick, disabled, small: true, "data-testid": testId };
  return (
    <>
      {wordy ? (
        <Button {...shared} kind="ghost" icon={icon}>
          {label}
        </Button>
      ) : (
        <IconButton {...shared} label={label} keys={keys} icon={icon} />
      )}
      <span role="status" className="visually-hidden">
        {words[outcome]}
      </span>
    </>
  );
}

const icons: Record<Outcome, React.ReactNode> = {
  rest: <Copy size={14} aria-hidden="true" />,
  copied: <Check size={14} aria-hidden="true" />,
  failed: <CircleAlert size={14} aria-hidden="true" />,
};

const words: Record<Outcome, string> = { rest: "", copied: "Copied", failed: "Could not copy" };
