// Another resource, by its id or its URI: typed, or picked by name. Beside it stands who that is, as far as it is known.
import { useQuery } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { useState } from "react";

import type { DraftEdit } from "../../host/generated/DraftEdit";
import { IconButton } from "../../kit/IconButton";
import { Popover } from "../../kit/Popover";
import { UserText } from "../../kit/UserText";
import { queryOf } from "../../state/query";
import { useSession } from "../../state/session";
import type { ControlProps } from "./ControlBox";
import styles from "./controls.module.css";
import type { Candidate } from "./pickerApi";
import { ReferencePicker } from "./ReferencePicker";
import { useDraftSession, useTypedField } from "./session";
import { TextControl } from "./TextControl";
import { set } from "./typed";

/** What a reference may lead to that is no resource of the server (RFC 7643 §7 `referenceTypes`). */
const ELSEWHERE = new Set(["external", "uri"]);

export function ReferenceControl(props: ControlProps) {
  const { field } = props;
  const session = useDraftSession();
  const { text } = useTypedField(field);
  const edit = useReferring();
  const [open, setOpen] = useState(false);
  const types = field.referenceTypes.filter((it) => !ELSEWHERE.has(it));
  // It holds the address of what is picked beside it, which only the server can say.
  const isLink = field.name === "$ref";
  const title = useTitle(session.tenantId, text, types);
  const shown = title ?? field.display;
  return (
    <span className={styles.stack}>
      <TextControl
        {...props}
        mono
        after={
          !isLink && (
            <Popover
              open={open}
              onOpenChange={setOpen}
              label={`Choose ${field.name}`}
              align="end"
              testId="reference-picker"
              trigger={
                <IconButton
                  small
                  label={`Search for ${field.name}`}
                  className={styles.inside}
                  icon={<Search size={14} aria-hidden="true" />}
                />
              }
            >
              <ReferencePicker
                tenantId={session.tenantId}
                types={types}
                onPick={(picked) => {
                  session.forget(field.path);
                  session.edit([edit(field.pointer, picked)]);
                  setOpen(false);
                }}
              />
            </Popover>
          )
        }
      />
      {shown !== undefined && text !== "" && (
        <span className={styles.second} data-testid="reference-title">
          <UserText text={shown} />
        </span>
      )}
    </span>
  );
}

/** The edit that refers to a resource: whether by its id or by its URI is for the backend to say. */
function useReferring(): (pointer: string, picked: Candidate) => DraftEdit {
  const session = useSession();
  const types = session.kind === "open" ? session.opened.resourceTypes : [];
  return (pointer, { resourceType, id }) => {
    const type = types.find(({ name }) => name === resourceType);
    if (!type) return set(pointer, JSON.stringify(id));
    return { kind: "refer", pointer, endpoint: type.endpoint, id };
  };
}

/** Who it is, if that was read before; nothing is sent for it. */
function useTitle(tenantId: string, value: string, types: readonly string[]): string | undefined {
  const [resourceType] = types;
  const asked =
    types.length === 1 && resourceType !== undefined ? { value, resourceType } : { value };
  const { data } = useQuery({
    ...queryOf("references_resolve", { tenantId, references: [asked], askServer: false }),
    enabled: value !== "",
  });
  const [name] = data?.names ?? [];
  return name?.kind === "known" ? name.title : undefined;
}
