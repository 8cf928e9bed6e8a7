// What the server says of itself, as one cell of the status bar; opens to each capability and each document.
import { useState } from "react";

import type { Capabilities } from "../../host/generated/Capabilities";
import type { DiscoveryPart } from "../../host/generated/DiscoveryPart";
import type { Support } from "../../host/generated/Support";
import type { TenantOpened } from "../../host/generated/TenantOpened";
import { Popover } from "../../kit/Popover";
import { LinkButton } from "../../kit/LinkButton";
import { UserText } from "../../kit/UserText";
import { useNavigate } from "../../state/navigation";
import styles from "./StatusBar.module.css";

const names: readonly [keyof Capabilities, string][] = [
  ["filter", "filter"],
  ["sort", "sort"],
  ["patch", "patch"],
  ["bulk", "bulk"],
  ["etag", "ETag"],
  ["changePassword", "changePassword"],
];

const words: Record<Support, string> = {
  yes: "supported",
  no: "not supported",
  unsaid: "not said",
};

export function DiscoveryCell({ opened }: { opened: TenantOpened }) {
  const [open, setOpen] = useState(false);
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      label="What the server says of itself"
      align="end"
      side="top"
      className={styles.popup}
      testId="discovery"
      trigger={
        <button type="button" className={styles.cell} data-testid="discovery-cell">
          {summary(opened)}
        </button>
      }
    >
      <div className={styles.body}>
        <h2 className={styles.heading}>ServiceProviderConfig says</h2>
        <dl className={styles.list}>
          {names.map(([key, name]) => (
            <CapabilityLine key={key} name={name} support={opened.capabilities[key]} />
          ))}
        </dl>
        <h2 className={styles.heading}>Read from</h2>
        <dl className={styles.list}>
          {opened.discovery.map((part) => (
            <PartLine key={part.endpoint} part={part} onLeave={() => setOpen(false)} />
          ))}
        </dl>
      </div>
    </Popover>
  );
}

function CapabilityLine({ name, support }: { name: string; support: Support }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{words[support]}</dd>
    </>
  );
}

function PartLine({ part, onLeave }: { part: DiscoveryPart; onLeave: () => void }) {
  const navigate = useNavigate();
  const { exchange, findings, note } = part;
  const deviations = findings.length === 1 ? "1 deviation" : `${findings.length} deviations`;
  return (
    <>
      <dt>{part.endpoint}</dt>
      <dd>
        {part.source === "server" ? "the server" : "built-in (RFC 7643)"}
        {findings.length > 0 && `, ${deviations}`}
        {exchange !== undefined && (
          <>
            {" · "}
            <LinkButton
              onClick={() => {
                onLeave();
                navigate.open({ screen: "history", exchangeId: exchange });
              }}
            >
              Show request
            </LinkButton>
          </>
        )}
        {note !== undefined && <UserText text={note} className={styles.note} />}
        {findings.map((finding) => (
          <UserText
            key={`${finding.rule}${finding.pointer}`}
            text={`${finding.section}: ${finding.message}`}
            className={styles.note}
          />
        ))}
      </dd>
    </>
  );
}

function summary(opened: TenantOpened): string {
  const config = opened.discovery.find((it) => it.endpoint.startsWith("ServiceProviderConfig"));
  if (config?.source === "builtIn") return "no ServiceProviderConfig";
  const said = names
    .filter(([key]) => key !== "changePassword" && opened.capabilities[key] === "yes")
    .map(([, name]) => name);
  return said.length > 0 ? `says ${said.join(", ")}` : "says no filter, sort, patch, bulk";
}
