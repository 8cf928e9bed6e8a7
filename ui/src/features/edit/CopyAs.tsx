// Copies the exact request for another program; its secrets become variables.
import { Copy } from "lucide-react";

import { asCallError, writeClipboard } from "../../host/call";
import type { RequestShown } from "../../host/generated/RequestShown";
import type { SnippetFormat } from "../../host/generated/SnippetFormat";
import { Button } from "../../kit/Button";
import { Menu } from "../../kit/Menu";
import { useToast } from "../../kit/Toast";
import { useRun } from "../../state/query";

const FORMATS: readonly { format: SnippetFormat; label: string }[] = [
  { format: "curl", label: "cURL" },
  { format: "httpie", label: "HTTPie" },
  { format: "powerShell", label: "PowerShell" },
  { format: "python", label: "Python" },
];

export function CopyAs({ request }: { request: RequestShown | undefined }) {
  const run = useRun();
  const toast = useToast();
  const copy = async (shown: RequestShown, format: SnippetFormat, label: string) => {
    try {
      const { method, url, headers, body } = shown;
      const { text, variables } = await run("request_snippet", {
        method,
        url,
        headers,
        format,
        ...(body ? { body: body.text } : {}),
      });
      await writeClipboard(text);
      toast({ title: `Copied as ${label}`, detail: variablesWords(variables) });
    } catch (thrown) {
      const { title, detail } = asCallError(thrown);
      toast({ title, detail });
    }
  };
  return (
    <Menu
      label="Copy as"
      testId="copy-as-menu"
      trigger={
        <Button disabled={!request} icon={<Copy size={14} aria-hidden="true" />}>
          Copy as
        </Button>
      }
      entries={FORMATS.map(({ format, label }) => ({
        label,
        onChoose: () => {
          if (request) void copy(request, format, label);
        },
      }))}
    />
  );
}

function variablesWords(variables: readonly string[]): string | undefined {
  if (variables.length === 0) return undefined;
  return `Its secrets are read from ${variables.join(", ")}.`;
}
