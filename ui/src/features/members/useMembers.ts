// What the tab of the members holds: its list, its draft, what is checked, and what is done with them.
import { useState } from "react";

import type { DraftEdit } from "../../host/generated/DraftEdit";
import type { MemberRow } from "../../host/generated/MemberRow";
import type { MembersShown } from "../../host/generated/MembersShown";
import type { MembersSort } from "../../host/generated/MembersSort";
import { useToast } from "../../kit/Toast";
import { useSettled } from "../../kit/useSettled";
import { useNavigate } from "../../state/navigation";
import type { ResourceId } from "../resource/api";
import { useWrite } from "../write/useWrite";
import { nameOf } from "./api";
import { takingBack } from "./pending";
import { useMemberNames } from "./useMemberNames";
import { useMemberRows } from "./useMemberRows";
import { useMembersDraft } from "./useMembersDraft";
import { useMemberSelection } from "./useMemberSelection";

const SEARCH_MS = 200;

export function useMembers(which: ResourceId) {
  const navigate = useNavigate();
  const toast = useToast();
  const [text, setText] = useState("");
  const [shown, setShown] = useState<MembersShown>("all");
  const [sort, setSort] = useState<MembersSort>();
  const list = { which, shown, sort, text: useSettled(text.trim(), SEARCH_MS) };
  const name = nameOf(list);
  const rows = useMemberRows(list);
  const { names, byId } = useMemberNames(which.tenantId, rows.drawn);
  const pending = useMembersDraft(which, rows.summary?.draft);
  const { draft, edit } = pending;
  const write = useWrite(which.tenantId);
  const selection = useMemberSelection(name, (row) => {
    const member = rows.row(row);
    return member?.change === "kept" ? member.value : undefined;
  });
  const busy = pending.busy || write.busy;
  const isRefused = draft?.refused !== undefined || draft?.textProblem !== undefined;
  const canSend = draft?.request !== undefined && !isRefused && !busy;

  const remove = async (ids: readonly string[]) => {
    const isMade = await edit(ids.map((value): DraftEdit => ({ kind: "removeMember", value })));
    if (isMade) selection.clear();
  };
  return {
    text,
    setText,
    shown,
    setShown,
    sort,
    setSort,
    list,
    name,
    rows,
    names,
    byId,
    draft,
    edit,
    error: pending.error,
    busy,
    selection,
    dialog: write.dialog,
    removeChecked: () => void remove([...selection.checked]),
    /** Those that are checked, else these. */
    removeThese: (members: readonly MemberRow[]) => {
      const these = members.filter(({ change }) => change !== "removed").map(({ value }) => value);
      void remove(selection.checked.size > 0 ? [...selection.checked] : these);
    },
    undo: ({ value }: MemberRow) => void edit([{ kind: "keepMember", value }]),
    open: ({ value, resourceType }: MemberRow) => {
      const found = byId.get(value);
      const type = resourceType ?? (found?.kind === "known" ? found.resourceType : undefined);
      if (type === undefined)
        toast({ title: "Its resource type is not known", detail: "Look up its name first." });
      else navigate.open({ screen: "resource", resourceType: type, id: value });
    },
    discard: () => pending.discard(draft ? takingBack(draft) : []),
    send: canSend
      ? () =>
          write.start(
            { kind: "draft", draft: draft.draft, anyway: false },
            { onSent: ({ results }) => pending.settle(results[0]?.outcome.kind === "done") },
          )
      : undefined,
  };
}
