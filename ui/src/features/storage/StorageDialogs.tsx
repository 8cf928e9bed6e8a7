// The one question about the storage that may be open, over whatever screen is shown; a locked file asks at the start.
import { useEffect } from "react";

import { useStarted } from "../../state/app";
import { askStorage, closeQuestion, useAskedStorage } from "./asked";
import { ChangeDialog } from "./ChangeDialog";
import { ForgetPassphraseDialog } from "./ForgetPassphraseDialog";
import { StartOverDialog } from "./StartOverDialog";
import { UnlockDialog } from "./UnlockDialog";

export function StorageDialogs() {
  const asked = useAskedStorage();
  const { storage } = useStarted();
  const isLocked = storage.passphrase === "locked" && storage.state === "locked";
  useEffect(() => {
    if (isLocked) askStorage("unlock");
    return closeQuestion;
  }, [isLocked]);
  switch (asked) {
    case "unlock":
      return <UnlockDialog />;
    case "change":
      return <ChangeDialog />;
    case "forget":
      return <ForgetPassphraseDialog />;
    case "startOver":
      return <StartOverDialog />;
    case undefined:
      return null;
  }
}
