// What else can be done with a field: null, an empty text and nothing are three things. One menu serves all fields,
// because a form may have hundreds of them.
import { Ellipsis } from "lucide-react";
import { createContext, use, useState } from "react";

import type { EditField } from "../../host/generated/EditField";
import { Button } from "../../kit/Button";
import { classes } from "../../kit/classes";
import button from "../../kit/Button.module.css";
import type { MenuEntry } from "../../kit/Menu";
import { MenuAt } from "../../kit/MenuAt";
import { visibleText } from "../../kit/visible";
import type { DraftSession } from "./draftSession";
import styles from "./form.module.css";
import { restore, useDraftSession } from "./session";
import { remove, set } from "./typed";

interface Opened {
  field: EditField;
  anchor: HTMLElement;
}

const OpenContext = createContext<(opened: Opened) => void>(() => undefined);

/** Draws the menu of the fields in it. */
export function FieldMenus({ children }: { children: React.ReactNode }) {
  const session = useDraftSession();
  const [opened, setOpened] = useState<Opened>();
  return (
    <OpenContext value={setOpened}>
      {children}
      {opened && (
        <MenuAt
          anchor={opened.anchor}
          label={`More for ${visibleText(opened.field.path)}`}
          testId="field-menu"
          entries={entriesOf(session, opened.field)}
          onClose={() => setOpened(undefined)}
        />
      )}
    </OpenContext>
  );
}

export function FieldMenu({ field }: { field: EditField }) {
  const open = use(OpenContext);
  const label = `More for ${visibleText(field.path)}`;
  return (
    <Button
      small
      kind="ghost"
      aria-label={label}
      aria-haspopup="menu"
      title={label}
      className={classes(button.icon, button.small, styles.menu)}
      icon={<Ellipsis size={13} aria-hidden="true" />}
      onClick={({ currentTarget }) => open({ field, anchor: currentTarget })}
    />
  );
}

const EMPTY: Partial<Record<EditField["control"], string>> = {
  text: '""',
  uri: '""',
  dateTime: '""',
  binary: '""',
  reference: '""',
  complex: "{}",
  list: "[]",
};

function entriesOf(session: DraftSession, field: EditField): MenuEntry[] {
  const make = (json: string) => {
    session.forget(field.path);
    session.edit([set(field.pointer, json)]);
  };
  const empty = EMPTY[field.control];
  const emptying: MenuEntry[] =
    empty === undefined
      ? []
      : [
          {
            label: `Make empty, ${empty}`,
            disabled: field.state === "empty",
            onChoose: () => make(empty),
          },
        ];
  return [
    { label: "Set to null", disabled: field.state === "null", onChoose: () => make("null") },
    ...emptying,
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
}
