// Copies the exact request for another program; its secrets become variables.
import { ChevronDown, Copy } from "lucide-react";

import { asCallError, call, writeClipboard } from "../../host/call";
import type { RequestShown } from "../../host/generated/RequestShown";
import type { SnippetFormat } from "../../host/generated/SnippetFormat";
import { Button } from "../../kit/Button";
import { Menu } from "../../kit/Menu";
import { useToast } from "../../kit/Toast";

const FORMATS: readonly { format: SnippetFormat; label: string }[] = [
  { format: "curl", label: "cURL" },
  { format: "httpie", label: "HTTPie" },
  { format: "powerShell", label: "PowerShell" },
  { format: "python", label: "Python" },
];

export function CopyAs({ request }: { request: RequestShown | undefined }) {
  const toast = useToast();
  const copy = async (shown: RequestShown, format: SnippetFormat, label: string) => {
    const { method, url, headers, body } = shown;
    const asked = { method, url, headers, format, ...(body ? { body: body.text } : {}) };
    try {
      const { text, variables } = await call("request_snippet", asked);
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
        <Button
          disabled={!request}
          icon={<Copy size={14} aria-hidden="true" />}
          data-testid="copy-as"
        >
          Copy as
          <ChevronDown size={12} aria-hidden="true" />
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
  return `Set ${variables.join(" and ")} before it is run: its secrets are read from there.`;
}
