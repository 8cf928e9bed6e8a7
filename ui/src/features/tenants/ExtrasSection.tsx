// What goes along whatever the way to sign in: further headers, and a client certificate.
import { Plus, X } from "lucide-react";
import { useId } from "react";

import { Button } from "../../kit/Button";
import { Checkbox } from "../../kit/Checkbox";
import { FieldMessage, FieldRow } from "../../kit/Field";
import { IconButton } from "../../kit/IconButton";
import { TextInput } from "../../kit/TextInput";
import { CertificateFields } from "./CertificateFields";
import styles from "./Connection.module.css";
import type { SectionProps } from "./ConnectionForm";
import { faultAt } from "./faults";
import { useRowFocus } from "./ParameterRows";
import { PastedNotice, SecretControl } from "./SecretField";
import type { HeaderInput } from "./signInInput";
import { heldHeader, nextId, UNTOUCHED } from "./signInInput";
import formStyles from "../signin/signIn.module.css";
import { useSecretLook } from "./useSecretLook";

export function ExtrasSection(props: SectionProps) {
  return (
    <section className={styles.section} aria-label="Headers and certificate">
      <h3 className={styles.legend}>Headers and certificate</h3>
      <HeaderRows {...props} />
      <CertificateFields {...props} />
    </section>
  );
}

function HeaderRows(props: SectionProps) {
  const { tenant, input, onChange } = props;
  const { headers } = input.signIn;
  const change = (next: HeaderInput[]) =>
    onChange({ ...input, signIn: { ...input.signIn, headers: next } });
  const { list, add, remove } = useRowFocus(headers, change);
  const error = faultAt(props, "headers");
  const id = useId();
  const faultId = error === undefined ? undefined : id;
  return (
    <FieldRow label="Headers">
      <div role="group" aria-label="Further headers" ref={list} className={formStyles.rows}>
        {headers.map((header, place) => (
          <HeaderRow
            key={header.id}
            header={header}
            place={place + 1}
            faultId={faultId}
            state={heldHeader(tenant, header)}
            askEachTime={input.askEachTime}
            onEdit={(edited) => change(headers.map((it) => (it.id === edited.id ? edited : it)))}
            onRemove={() => remove(header.id)}
          />
        ))}
        <div className={formStyles.addLine}>
          <Button
            small
            icon={<Plus size={14} aria-hidden="true" />}
            onClick={() =>
              add({
                id: nextId(headers),
                name: "",
                value: "",
                isSecret: false,
                secret: UNTOUCHED,
              })
            }
            // Where there is no header yet, this is what a header begins with.
            aria-invalid={faultId !== undefined && headers.length === 0 ? true : undefined}
            aria-describedby={faultId}
            data-testid="field-headers-add"
            data-add=""
          >
            Add a header
          </Button>
          <span className={formStyles.help}>Sent with every request, beside the sign-in.</span>
        </div>
        {error !== undefined && <FieldMessage id={faultId} error={error} />}
      </div>
    </FieldRow>
  );
}

interface HeaderRowProps {
  header: HeaderInput;
  /** Counted from one. */
  place: number;
  /** Names what is wrong with the headers. */
  faultId: string | undefined;
  state: ReturnType<typeof heldHeader>;
  askEachTime: boolean;
  onEdit: (header: HeaderInput) => void;
  onRemove: () => void;
}

function HeaderRow(props: HeaderRowProps) {
  const { header, place, faultId, onEdit, onRemove } = props;
  const { name, value, isSecret } = header;
  return (
    <div role="group" aria-label={`Header ${place}`} className={formStyles.header} data-row="">
      <TextInput
        mono
        className={formStyles.headerName}
        aria-label={`Name of header ${place}`}
        placeholder="name"
        value={name}
        onChange={(text) => onEdit({ ...header, name: text })}
        invalid={faultId !== undefined}
        aria-describedby={faultId}
        data-testid="field-header-name"
      />
      <div className={formStyles.headerValue}>
        {isSecret ? (
          <HeaderSecret {...props} />
        ) : (
          <TextInput
            mono
            aria-label={`Value of header ${place}`}
            placeholder="value"
            value={value}
            onChange={(text) => onEdit({ ...header, value: text })}
            data-testid="field-header-value"
          />
        )}
      </div>
      <Checkbox
        testId="field-header-secret"
        checked={isSecret}
        onChange={(next) => onEdit(withSecrecy(header, next))}
      >
        Secret
      </Checkbox>
      <IconButton
        label={`Remove header ${name === "" ? place : name}`}
        icon={<X size={14} aria-hidden="true" />}
        onClick={onRemove}
      />
    </div>
  );
}

/** What was typed in clear becomes the secret; a secret never becomes clear text by itself. */
function withSecrecy(header: HeaderInput, isSecret: boolean): HeaderInput {
  if (!isSecret) return { ...header, isSecret, secret: UNTOUCHED };
  const { value } = header;
  const secret =
    value === "" ? header.secret : { ...UNTOUCHED, change: "replace" as const, typed: value };
  return { ...header, isSecret, value: "", secret };
}

function HeaderSecret({ header, place, faultId, state, askEachTime, onEdit }: HeaderRowProps) {
  const edit = header.secret;
  const looked = useSecretLook("password", edit.typed);
  const setSecret = (secret: HeaderInput["secret"]) => onEdit({ ...header, secret });
  return (
    <>
      <SecretControl
        control={{
          id: `header-secret-${header.id}`,
          "aria-describedby": faultId,
          "aria-invalid": faultId === undefined ? undefined : true,
        }}
        ariaLabel={`Secret value of header ${place}`}
        what={`secret of header ${header.name === "" ? place : header.name}`}
        testId="field-header-secret-value"
        state={state}
        edit={edit}
        onEdit={setSecret}
        askEachTime={askEachTime}
        error={undefined}
        doubtful={looked?.left !== undefined && !edit.clean}
      />
      {looked?.notice !== undefined && (
        <PastedNotice
          looked={looked}
          isCleaned={edit.clean}
          onClean={(clean) => setSecret({ ...edit, clean })}
        />
      )}
    </>
  );
}
