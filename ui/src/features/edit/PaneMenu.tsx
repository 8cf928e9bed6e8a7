// What else can be done with a draft.
import { Ellipsis, Send, Trash2, Copy } from "lucide-react";

import { writeClipboard } from "../../host/call";
import { IconButton } from "../../kit/IconButton";
import { Menu } from "../../kit/Menu";
import { useToast } from "../../kit/Toast";
import type { Sending } from "./sending";
import { useDraft } from "./session";

export function PaneMenu({ sending }: { sending: Sending }) {
  const { request } = useDraft();
  const toast = useToast();
  const copy = () => {
    writeClipboard(request?.body?.text ?? "").then(
      () => toast({ title: "Copied the body" }),
      () => toast({ title: "Could not copy" }),
    );
  };
  return (
    <Menu
      label="More for the draft"
      trigger={
        <IconButton
          label="More for the draft"
          icon={<Ellipsis size={14} aria-hidden="true" />}
          data-testid="pane-menu"
        />
      }
      entries={[
        {
          label: "Send anyway…",
          icon: <Send size={14} aria-hidden="true" />,
          disabled: !sending.canSendAnyway,
          onChoose: sending.askAnyway,
          testId: "send-anyway",
        },
        {
          label: "Copy the body",
          icon: <Copy size={14} aria-hidden="true" />,
          disabled: request?.body === undefined,
          onChoose: copy,
        },
        {
          label: "Discard…",
          icon: <Trash2 size={14} aria-hidden="true" />,
          danger: true,
          apart: true,
          onChoose: sending.askDiscard,
        },
      ]}
    />
  );
}
