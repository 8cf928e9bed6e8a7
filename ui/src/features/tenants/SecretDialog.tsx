// Asks for what a tenant lacks for this run, its token or whatever it is: kept in memory, gone when the app quits.
import { KeyRound } from "lucide-react";
import type { RefObject } from "react";
import { Fragment, useRef, useState } from "react";

import { asCallError } from "../../host/call";
import type { CallError } from "../../host/call";
import type { Tenant } from "../../host/generated/Tenant";
import { Button } from "../../kit/Button";
import { Dialog } from "../../kit/Dialog";
import { Field } from "../../kit/Field";
import { SecretText } from "../../kit/SecretText";
import { TextInput } from "../../kit/TextInput";
import { UserText } from "../../kit/UserText";
import { useRun } from "../../state/query";
import type { WaitedFor } from "../../state/signIn";
import { mainAsked, waitedFor } from "../../state/signIn";
import { PastedNotice } from "./SecretField";
import { readSecretFile } from "./secretFile";
import type { SecretEdit } from "./signInInput";
import { UNTOUCHED } from "./signInInput";
import { useSecretLook } from "./useSecretLook";

interface SecretDialogProps {
  tenant: Tenant;
  open: boolean;
  onClose: () => void;
  /** It was taken. */
  onGiven: () => void;
}

type Edits = Readonly<Record<string, SecretEdit>>;

export function SecretDialog({ tenant, open, onClose, onGiven }: SecretDialogProps) {
  const first = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const [edits, setEdits] = useState<Edits>({});
  const { busy, error, provide } = useProvide(tenant, () => {
    setEdits({});
    onClose();
    onGiven();
  });
  // A secret that was refused is at hand, and asked for all the same.
  const waited = waitedFor(tenant);
  const asked = waited.length > 0 ? waited : [mainAsked(tenant)];
  const [only] = asked.length === 1 ? asked : [];
  const given = asked.map((it) => ({ ...it, edit: edits[keyOf(it)] ?? UNTOUCHED }));
  const isComplete = given.every((it) => it.edit.typed !== "");
  const close = () => {
    setEdits({});
    onClose();
  };
  const submit = () => {
    if (isComplete && !busy) provide(given);
  };
  return (
    <Dialog
      open={open}
      onClose={close}
      initialFocus={first}
      testId="secret-dialog"
      icon={<KeyRound size={16} aria-hidden="true" />}
      title={
        <>
          {only ? capitalised(only.word) : "Secrets"} for <UserText text={tenant.name} />
        </>
      }
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button
            kind="primary"
            keys="Enter"
            busy={busy}
            disabled={!isComplete || busy}
            onClick={submit}
            data-testid="secret-provide"
          >
            Open
          </Button>
        </>
      }
    >
      <SentWhere tenant={tenant} asked={given} />
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {given.map((it, place) => (
          <AskedSecret
            key={keyOf(it)}
            secret={it}
            edit={it.edit}
            onEdit={(edit) => setEdits({ ...edits, [keyOf(it)]: edit })}
            error={place === given.length - 1 ? error : undefined}
            field={place === 0 ? first : undefined}
          />
        ))}
        {/* With more than one field, Enter needs a button of the form itself. */}
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}

/** Who gets a secret, and in whose name. */
interface Recipient {
  isProxy: boolean;
  host: string;
  userName: string | undefined;
}

function SentWhere({ tenant, asked }: { tenant: Tenant; asked: readonly WaitedFor[] }) {
  const recipients = recipientsOf(tenant, asked);
  return (
    <p>
      {asked.length === 1
        ? "It is kept in memory until you quit, and used only for "
        : "They are kept in memory until you quit, and used only for "}
      {recipients.map(({ isProxy, host, userName }, place) => (
        <Fragment key={`${String(isProxy)} ${host}`}>
          {place > 0 && " and for "}
          {isProxy && "the proxy "}
          <UserText text={host} className="mono" />
          {userName !== undefined && (
            <>
              {" "}
              with the user name <UserText text={userName} className="mono" />
            </>
          )}
        </Fragment>
      ))}
      .
    </p>
  );
}

/**
 * The password of a proxy goes to the proxy, what tokens are asked for with to where that is done, everything else to the
 * server.
 */
function recipientsOf(tenant: Tenant, asked: readonly WaitedFor[]): Recipient[] {
  const recipients: Recipient[] = [];
  const { oauth } = tenant.signIn ?? {};
  const endpoint = hostOf(oauth?.tokenEndpoint);
  // The main secret has no name.
  const isHeader = ({ name = "" }: WaitedFor) => name.startsWith("header:");
  const isCertificate = ({ name = "" }: WaitedFor) => name.startsWith("certificate");
  const goesToServer = (it: WaitedFor) =>
    it.name !== "proxyPassword" && (endpoint === undefined || isHeader(it) || isCertificate(it));
  const goesToEndpoint = (it: WaitedFor) =>
    it.name !== "proxyPassword" &&
    !isHeader(it) &&
    (!isCertificate(it) || oauth?.clientAuthentication === "certificate");
  if (endpoint !== undefined && asked.some(goesToEndpoint)) {
    recipients.push({ isProxy: false, host: endpoint, userName: undefined });
  }
  if (asked.some(goesToServer) && !recipients.some(({ host }) => host === tenant.host)) {
    recipients.push({ isProxy: false, host: tenant.host, userName: tenant.userName });
  }
  const proxy = tenant.transport?.proxy;
  if (proxy?.kind === "explicit" && asked.some((it) => it.name === "proxyPassword")) {
    const host = hostOf(proxy.url) ?? proxy.url;
    recipients.push({ isProxy: true, host, userName: proxy.userName });
  }
  return recipients;
}

function hostOf(url: string | undefined): string | undefined {
  return url !== undefined && URL.canParse(url) ? new URL(url).host : undefined;
}

interface AskedSecretProps {
  secret: WaitedFor;
  edit: SecretEdit;
  onEdit: (edit: SecretEdit) => void;
  error: CallError | undefined;
  field: RefObject<(HTMLInputElement & HTMLTextAreaElement) | null> | undefined;
}

function AskedSecret({ secret, edit, onEdit, error, field }: AskedSecretProps) {
  const looked = useSecretLook(secret.kind, edit.typed);
  const type = (typed: string, file = "") =>
    onEdit({ change: "replace", typed, clean: edit.clean, file });
  return (
    <Field
      label={capitalised(secret.word)}
      error={error && `${error.title}. ${error.detail}`}
      warning={
        looked?.notice !== undefined && (
          <PastedNotice
            looked={looked}
            isCleaned={edit.clean}
            onClean={(clean) => onEdit({ ...edit, clean })}
          />
        )
      }
    >
      {(control) =>
        secret.kind === "pem" ? (
          <SecretText
            control={control}
            ref={field}
            what={secret.word}
            testId="secret-text"
            value={edit.typed}
            onChange={type}
            file={edit.file}
            accept=".pem,.key,.crt,.p12,.pfx,.txt"
            onFile={(file) => void readSecretFile(file).then((it) => type(it.text, it.name))}
          />
        ) : (
          <TextInput
            {...control}
            ref={field}
            type="password"
            mono
            value={edit.typed}
            onChange={type}
            doubtful={looked?.notice !== undefined && !edit.clean}
            data-testid={secret.name === undefined ? "secret-token" : `secret-${secret.name}`}
          />
        )
      }
    </Field>
  );
}

/** The main secret has no name. */
function keyOf({ name }: WaitedFor): string {
  return name ?? "";
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function useProvide(tenant: Tenant, onDone: () => void) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<CallError>();
  const run = useRun();
  const provideAll = async (given: readonly (WaitedFor & { edit: SecretEdit })[]) => {
    for (const { name, edit } of given) {
      await run("secret_provide", {
        tenantId: tenant.id,
        ...(name === undefined ? {} : { name }),
        value: edit.typed,
        ...(edit.clean ? { clean: true } : {}),
      });
    }
  };
  const provide = (given: readonly (WaitedFor & { edit: SecretEdit })[]) => {
    setBusy(true);
    setError(undefined);
    provideAll(given)
      .then(onDone)
      .catch((reason: unknown) => setError(asCallError(reason)))
      .finally(() => setBusy(false));
  };
  return { busy, error, provide };
}
