// Saving the members as they are shown: which of them and in which order, as a table or as JSON.
import { Download } from "lucide-react";
import { useState } from "react";

import { asCallError, call, isCancelled } from "../../host/call";
import type { MembersFormat } from "../../host/generated/MembersFormat";
import { IconButton } from "../../kit/IconButton";
import { Menu } from "../../kit/Menu";
import { useToast } from "../../kit/Toast";
import type { MemberList } from "./api";

const FORMATS: readonly { format: MembersFormat; label: string }[] = [
  { format: "csv", label: "Save as CSV" },
  { format: "json", label: "Save as JSON" },
];

export function ExportMembers({ list, isEmpty }: { list: MemberList; isEmpty: boolean }) {
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  const save = async (format: MembersFormat) => {
    if (busy) return;
    setBusy(true);
    const { which, shown, text, sort } = list;
    try {
      const asked = { ...which, shown, text, ...(sort ? { sort } : {}), format };
      const { path } = await call("members_export", asked);
      if (path !== undefined) toast({ title: "Saved", detail: path });
    } catch (thrown) {
      if (isCancelled(thrown)) return;
      const { title, detail } = asCallError(thrown);
      toast({ title, detail });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Menu
      label="Save the members"
      testId="members-export-menu"
      trigger={
        <IconButton
          label={isEmpty ? "There is no member to save" : "Save these members"}
          icon={<Download size={14} aria-hidden="true" />}
          kind="plain"
          busy={busy}
          disabled={isEmpty}
          data-testid="members-export"
        />
      }
      entries={FORMATS.map(({ format, label }) => ({
        label,
        onChoose: () => void save(format),
        testId: `members-export-${format}`,
      }))}
    />
  );
}
