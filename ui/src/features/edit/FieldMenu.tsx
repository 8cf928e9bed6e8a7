// What else can be done with a field: null, an empty text and nothing are three things.
import { Ellipsis } from "lucide-react";

import type { EditField } from "../../host/generated/EditField";
import { IconButton } from "../../kit/IconButton";
import type { MenuEntry } from "../../kit/Menu";
import { Menu } from "../../kit/Menu";
import { visibleText } from "../../kit/visible";
import styles from "./form.module.css";
import { restore, useDraftSession } from "./session";
import { remove, set } from "./typed";

const EMPTY: Partial<Record<EditField["control"], string>> = {
  text: '""',
  uri: '""',
  dateTime: '""',
  binary: '""',
  reference: '""',
  complex: "{}",
  list: "[]",
};

export function FieldMenu({ field }: { field: EditField }) {
  const session = useDraftSession();
  const make = (json: string) => {
    session.forget(field.path);
    session.edit([set(field.pointer, json)]);
  };
  const empty = EMPTY[field.control];
  const entries: MenuEntry[] = [
    { label: "Set to null", disabled: field.state === "null", onChoose: () => make("null") },
    ...(empty === undefined
      ? []
      : [
          {
            label: `Make empty, ${empty}`,
            disabled: field.state === "empty",
            onChoose: () => make(empty),
          },
        ]),
    {
      label: "Remove",
      disabled: field.state === "absent",
      onChoose: () => {
        session.forget(field.path);
        session.edit([remove(field.pointer)]);
      },
    },
    {
      label: "Restore",
      keys: "Esc",
      apart: true,
      disabled: !field.changed && session.typedOf(field.path) === undefined,
      onChoose: () => void restore(session, field),
    },
  ];
  return (
    <Menu
      label={`More for ${visibleText(field.name)}`}
      entries={entries}
      trigger={
        <IconButton
          small
          label={`More for ${visibleText(field.path)}`}
          className={styles.menu}
          icon={<Ellipsis size={13} aria-hidden="true" />}
        />
      }
    />
  );
}
