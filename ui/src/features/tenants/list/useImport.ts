// The way of an import: the text, what the backend reads in it, what is chosen of that, and taking it over.
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import type { CallError } from "../../../host/call";
import { asCallError } from "../../../host/call";
import type { TenantsReadThrough } from "../../../host/generated/TenantsReadThrough";
import { useToast } from "../../../kit/Toast";
import { keyOf, useRun } from "../../../state/query";

export function useImport(onDone: () => void) {
  const client = useQueryClient();
  const run = useRun();
  const toast = useToast();
  const [text, setText] = useState("");
  const [read, setRead] = useState<TenantsReadThrough>();
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const [error, setError] = useState<CallError>();
  const [busy, setBusy] = useState(false);
  const during = (work: Promise<void>) => {
    setBusy(true);
    setError(undefined);
    work.catch((reason: unknown) => setError(asCallError(reason))).finally(() => setBusy(false));
  };
  const lookAt = async (given: string | Promise<string>) => {
    const text = await given;
    const read = await run("tenants_read", { text });
    setText(text);
    setRead(read);
    setChosen(new Set(read.tenants.filter((it) => it.state === "new").map((it) => it.index)));
  };
  const takeOver = async () => {
    const indexes = [...chosen].toSorted((one, other) => one - other);
    const { tenants } = await run("tenants_import", { text, indexes });
    await client.invalidateQueries({ queryKey: keyOf("tenant_list", {}) });
    onDone();
    toast({
      title: tenants.length === 1 ? "1 tenant was added" : `${tenants.length} tenants were added`,
      detail: "Each needs its secret: give it in its connection, or when it is opened.",
    });
  };
  return {
    read,
    chosen,
    error,
    busy,
    look: (given: string | Promise<string>) => during(lookAt(given)),
    take: () => during(takeOver()),
    choose: (index: number, on: boolean) => {
      const next = new Set(chosen);
      if (on) next.add(index);
      else next.delete(index);
      setChosen(next);
    },
    startOver: () => {
      setRead(undefined);
      setError(undefined);
    },
  };
}
