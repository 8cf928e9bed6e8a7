// A new passphrase that is typed twice: what stands in the two fields, and what is wrong with it.
import { useState } from "react";

import type { CallError } from "../../host/call";
import { faultAtField } from "./api";
import { lengthOf, SHORTEST } from "./strength";

interface Faults {
  passphrase?: string | undefined;
  again?: string | undefined;
}

export interface NewPassphrase {
  passphrase: string;
  again: string;
  faults: Faults;
  typePassphrase: (text: string) => void;
  typeAgain: (text: string) => void;
  /** Whether both fields hold the same good passphrase; else the form's first field at fault gets the focus. */
  check: (form: HTMLFormElement) => boolean;
  /** Shows the backend's fault at the field of the form; true if it was about this passphrase. */
  blame: (error: CallError, form: HTMLFormElement) => boolean;
  clear: () => void;
}

export function useNewPassphrase(): NewPassphrase {
  const [passphrase, setPassphrase] = useState("");
  const [again, setAgain] = useState("");
  const [faults, setFaults] = useState<Faults>({});
  return {
    passphrase,
    again,
    faults,
    typePassphrase: (text) => {
      setPassphrase(text);
      setFaults({});
    },
    typeAgain: (text) => {
      setAgain(text);
      setFaults({ ...faults, again: undefined });
    },
    check: (form) => {
      const found = faultsOf(passphrase, again);
      setFaults(found);
      if (found.passphrase !== undefined) selectField(form, "passphrase");
      else if (found.again !== undefined) selectField(form, "again");
      return found.passphrase === undefined && found.again === undefined;
    },
    blame: (error, form) => {
      if (error.field !== "passphrase") return false;
      setFaults({ passphrase: faultAtField(error) });
      selectField(form, "passphrase");
      return true;
    },
    clear: () => {
      setPassphrase("");
      setAgain("");
      setFaults({});
    },
  };
}

/** Puts the focus on a field of a form, with what it holds selected: typing replaces it. */
export function selectField(form: HTMLFormElement, name: string): void {
  const field = form.elements.namedItem(name);
  if (!(field instanceof HTMLInputElement)) return;
  field.focus();
  field.select();
}

function faultsOf(passphrase: string, again: string): Faults {
  const length = lengthOf(passphrase);
  if (length === 0) return { passphrase: `Type a passphrase of at least ${SHORTEST} characters.` };
  if (length < SHORTEST) {
    return { passphrase: `At least ${SHORTEST} characters; this has ${length}.` };
  }
  if (again === "") return { again: "Type it once more: a slip would lock you out." };
  if (again !== passphrase) return { again: "This is not the same as above." };
  return {};
}
