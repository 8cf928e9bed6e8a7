// The request of a draft for another program, on the clipboard; secrets are placeholders there.
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

export function CopyRequest({ request }: { request: RequestShown }) {
  const toast = useToast();
  const copy = async (format: SnippetFormat, label: string) => {
    const { method, url, headers, body } = request;
    const asked = { method, url, headers, format, ...(body ? { body: body.text } : {}) };
    try {
      const { text, variables } = await call("request_snippet", asked);
      await writeClipboard(text);
      const detail =
        variables.length === 0 ? undefined : `Set ${variables.join(" and ")} before it is run.`;
      toast({ title: `Copied for ${label}`, detail });
    } catch (thrown) {
      const { title, detail } = asCallError(thrown);
      toast({ title, detail });
    }
  };
  return (
    <Menu
      label="Copy the request for"
      testId="copy-request-menu"
      trigger={
        <Button data-testid="copy-request" icon={<Copy size={14} aria-hidden="true" />}>
          Copy as
          <ChevronDown size={12} aria-hidden="true" />
        </Button>
      }
      entries={FORMATS.map(({ format, label }) => ({
        label,
        onChoose: () => void copy(format, label),
        testId: `copy-request-${format}`,
      }))}
    />
  );
}
