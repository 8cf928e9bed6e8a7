// A secret in the connection form: where it is kept, what came along when it was pasted, what it says of itself.
import { useRef } from "react";

import type { PastedKind } from "../../host/generated/PastedKind";
import type { SecretLooked } from "../../host/generated/SecretLooked";
import type { SecretState } from "../../host/generated/SecretState";
import { Button } from "../../kit/Button";
import type { FieldControl } from "../../kit/Field";
import { Field, FieldRow } from "../../kit/Field";
import { SecretInput } from "../../kit/SecretInput";
import { SecretText } from "../../kit/SecretText";
import { useStorage } from "../../state/app";
import type { SecretName } from "../../state/signIn";
import { pastedKinds, secretWords } from "../../state/signIn";
import styles from "./Connection.module.css";
import type { SectionProps } from "./ConnectionForm";
import { ExpiryLine } from "./ExpiryLine";
import { faultAt } from "./faults";
import type { SecretFile } from "./secretFile";
import { readSecretFile } from "./secretFile";
import { goesWhere, hintOf, keptWhere } from "./secretWords";
import type { SecretEdit } from "./signInInput";
import { heldState, isHeld, UNTOUCHED } from "./signInInput";
import { TokenFactsList } from "./TokenFactsList";
import { heldProxyPassword } from "./transportInput";
import { useSecretLook } from "./useSecretLook";

interface NamedSecretProps extends SectionProps {
  name: SecretName;
  label: string;
  /** What it is for, while nothing else is said of it. */
  help?: string | undefined;
  /** It may be left out: that there is none is no loss. */
  isOptional?: boolean | undefined;
  /** It has many lines: it is pasted, or read from a file with one of these endings. */
  accept?: string | undefined;
  /** Takes what a file holds, where more depends on it than the secret. */
  onRead?: ((read: SecretFile) => void) | undefined;
}

/** A secret of the chosen way to sign in, or that of the proxy. */
export function NamedSecret(props: NamedSecretProps) {
  const { tenant, input, onChange, name, isOptional } = props;
  const { signIn } = input;
  const state =
    name === "proxyPassword"
      ? heldProxyPassword(tenant, input.transport)?.state
      : heldState(tenant, input.authentication, signIn, name);
  return (
    <SecretField
      {...props}
      what={secretWords[name]}
      kind={pastedKinds[name]}
      testId={`field-${name}`}
      state={isOptional && !isHeld(state) ? undefined : state}
      edit={signIn.secrets[name]}
      onEdit={(edit) =>
        onChange({
          ...input,
          signIn: { ...signIn, secrets: { ...signIn.secrets, [name]: edit } },
        })
      }
      askEachTime={input.askEachTime}
      error={faultAt(props, name)}
    />
  );
}

interface SecretFieldProps extends SecretControlBase {
  label: string;
  kind: PastedKind;
  help?: string | undefined;
}

interface SecretControlBase {
  /** What it is, in the middle of a sentence. */
  what: string;
  testId: string;
  /** Where the saved tenant's is. */
  state: SecretState | undefined;
  edit: SecretEdit;
  onEdit: (edit: SecretEdit) => void;
  askEachTime: boolean;
  error: string | undefined;
  accept?: string | undefined;
  onRead?: ((read: SecretFile) => void) | undefined;
}

function SecretField(props: SecretFieldProps) {
  const { label, what, kind, state, edit, onEdit, error, help } = props;
  const storage = useStorage();
  const looked = useSecretLook(kind, edit.typed);
  const isGiven = edit.typed !== "" || (edit.change === "keep" && isHeld(state));
  return (
    <>
      <Field
        label={label}
        error={error}
        warning={
          looked?.notice !== undefined && (
            <PastedNotice
              looked={looked}
              isCleaned={edit.clean}
              onClean={(clean) => onEdit({ ...edit, clean })}
            />
          )
        }
        hint={hintOf(what, edit, state, storage) ?? (isGiven ? undefined : help)}
      >
        {(control) => (
          <SecretControl
            {...props}
            control={control}
            doubtful={looked?.left !== undefined && !edit.clean}
          />
        )}
      </Field>
      {looked?.jwt && (
        <FieldRow label={`${label} says`}>
          <TokenFactsList facts={looked.jwt} label={`What the ${what} says`} />
          {looked.expiry && <ExpiryLine notice={looked.expiry} />}
        </FieldRow>
      )}
    </>
  );
}

interface SecretControlProps extends SecretControlBase {
  control: FieldControl;
  /** Its label, where no field around it has one. */
  ariaLabel?: string | undefined;
  doubtful: boolean;
}

/** The control alone: a line, or room for many. */
export function SecretControl(props: SecretControlProps) {
  const { what, state, edit, onEdit, askEachTime, accept, error, testId, control, ariaLabel } =
    props;
  const storage = useStorage();
  const field = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const shared = {
    control,
    what,
    ariaLabel,
    testId,
    ref: field,
    kept: edit.change === "keep" ? keptWhere(state, storage) : undefined,
    place: edit.typed === "" ? undefined : goesWhere(askEachTime, storage),
    value: edit.typed,
    onChange: (typed: string) => onEdit({ ...edit, change: "replace", typed, file: "" }),
    onReplace: () => {
      onEdit({ ...UNTOUCHED, change: "replace" });
      requestAnimationFrame(() => field.current?.focus());
    },
    onForget: () => onEdit({ ...UNTOUCHED, change: "forget" }),
    onKeep: isHeld(state) && edit.change !== "keep" ? () => onEdit(UNTOUCHED) : undefined,
    invalid: error !== undefined,
    doubtful: props.doubtful,
  };
  if (accept === undefined) return <SecretInput {...shared} />;
  const take = ({ name, text }: SecretFile) =>
    onEdit({ ...UNTOUCHED, change: "replace", typed: text, file: name });
  return (
    <SecretText
      {...shared}
      accept={accept}
      file={edit.file}
      onFile={(file) => void readSecretFile(file).then(props.onRead ?? take)}
    />
  );
}

interface PastedNoticeProps {
  looked: SecretLooked;
  isCleaned: boolean;
  onClean: (clean: boolean) => void;
}

/** What came along when a secret was pasted, what becomes of it, and the offer to take it off where that changes anything. */
export function PastedNotice({ looked, isCleaned, onClean }: PastedNoticeProps) {
  const { notice, left } = looked;
  if (left === undefined) {
    return (
      <div className={styles.notice} role="status">
        <span>{notice}</span>
      </div>
    );
  }
  return (
    <div className={styles.notice} role="status">
      <span>{`${notice} ${isCleaned ? "It is taken off." : left}`}</span>
      <Button small onClick={() => onClean(!isCleaned)} data-testid="secret-clean">
        {isCleaned ? "Leave it as pasted" : "Take it off"}
      </Button>
    </div>
  );
}
