// Whom a draft is of, which attributes are drawn, and the field that finds one.
import { Search } from "lucide-react";
import type { Ref } from "react";

import { initials } from "../../kit/initials";
import { Kbd } from "../../kit/Kbd";
import { Segmented } from "../../kit/Segmented";
import { TextInput } from "../../kit/TextInput";
import { UserText } from "../../kit/UserText";
import { visibleText } from "../../kit/visible";
import styles from "./edit.module.css";
import { useDraft } from "./session";
import type { Shown } from "./shownSections";

interface EditHeadProps {
  ref: Ref<HTMLInputElement>;
  shown: Shown;
  onShown: (shown: Shown) => void;
  sought: string;
  onSought: (sought: string) => void;
}

export function EditHead({ ref, shown, onShown, sought, onSought }: EditHeadProps) {
  const { title, id, changes, active, resourceType } = useDraft();
  const name = title === "" ? `New ${resourceType}` : title;
  return (
    <header className={styles.head}>
      <span aria-hidden className={styles.avatar} data-off={active === false || undefined}>
        <bdi>{visibleText(initials(name))}</bdi>
      </span>
      <h2 className={styles.title} title={visibleText(name)} data-testid="edit-title">
        <UserText text={name} />
      </h2>
      {id !== undefined && (
        <span className={styles.id} title={visibleText(id)}>
          <UserText text={id} />
        </span>
      )}
      <span className={styles.push} />
      <Segmented
        label="Attributes"
        value={shown}
        segments={[
          { value: "all", label: "All" },
          { value: "filled", label: "Filled" },
          { value: "changed", label: "Changed", count: changes.length },
        ]}
        onChange={onShown}
        testId="shown"
      />
      <TextInput
        ref={ref}
        type="search"
        aria-label="Find attribute"
        value={sought}
        onChange={onSought}
        className={styles.find}
        placeholder="Find attribute"
        before={<Search size={14} aria-hidden="true" />}
        after={sought === "" ? <Kbd>/</Kbd> : undefined}
        onKeyDown={(event) => {
          if (event.key !== "Escape" || sought === "") return;
          event.preventDefault();
          onSought("");
        }}
      />
    </header>
  );
}
