// What cannot be undone wants the tenant's name to be typed: nobody does that by mistake.
import { type Ref, useId } from "react";

import { TextInput } from "../../kit/TextInput";
import { UserText } from "../../kit/UserText";
import styles from "./write.module.css";

interface TypeNameProps {
  name: string;
  typed: string;
  onTyped: (typed: string) => void;
  onEnter: () => void;
  ref: Ref<HTMLInputElement>;
}

export function TypeName({ name, typed, onTyped, onEnter, ref }: TypeNameProps) {
  const id = useId();
  return (
    <form
      className={styles.typeName}
      onSubmit={(event) => {
        event.preventDefault();
        event.stopPropagation();
        onEnter();
      }}
    >
      <label htmlFor={id}>
        Type <UserText text={name} className={styles.strong} /> to go on
      </label>
      <TextInput ref={ref} id={id} value={typed} onChange={onTyped} data-testid="write-type-name" />
    </form>
  );
}
