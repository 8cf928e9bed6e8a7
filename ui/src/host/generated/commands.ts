// Written by `cargo xtask bindings` from the list of commands in Rust. Do not edit.
import type { AppReady } from "./AppReady";
import type { AppStarted } from "./AppStarted";
import type { BaseUrlRead } from "./BaseUrlRead";
import type { BaseUrlUnderstood } from "./BaseUrlUnderstood";
import type { CallCancel } from "./CallCancel";
import type { Columns } from "./Columns";
import type { ColumnsChoose } from "./ColumnsChoose";
import type { ColumnsRead } from "./ColumnsRead";
import type { Diagnostics } from "./Diagnostics";
import type { DiagnosticsSaved } from "./DiagnosticsSaved";
import type { Empty } from "./Empty";
import type { Exchange } from "./Exchange";
import type { ExchangeLint } from "./ExchangeLint";
import type { ExchangeLinted } from "./ExchangeLinted";
import type { ExchangeRead } from "./ExchangeRead";
import type { ExchangesList } from "./ExchangesList";
import type { ExchangesListed } from "./ExchangesListed";
import type { FilterCheck } from "./FilterCheck";
import type { FilterChecked } from "./FilterChecked";
import type { FilterComplete } from "./FilterComplete";
import type { FilterCompleted } from "./FilterCompleted";
import type { LogTail } from "./LogTail";
import type { PassphraseChange } from "./PassphraseChange";
import type { PassphraseSet } from "./PassphraseSet";
import type { PassphraseUnlock } from "./PassphraseUnlock";
import type { ReferencesResolve } from "./ReferencesResolve";
import type { ReferencesResolved } from "./ReferencesResolved";
import type { Resource } from "./Resource";
import type { ResourceRead } from "./ResourceRead";
import type { ResourceTypeCount } from "./ResourceTypeCount";
import type { ResourceTypeCounted } from "./ResourceTypeCounted";
import type { ResourcesFind } from "./ResourcesFind";
import type { ResourcesFound } from "./ResourcesFound";
import type { ResourcesList } from "./ResourcesList";
import type { ResourcesListed } from "./ResourcesListed";
import type { ResourcesListing } from "./ResourcesListing";
import type { SecretProvide } from "./SecretProvide";
import type { Storage } from "./Storage";
import type { Tenant } from "./Tenant";
import type { TenantDraft } from "./TenantDraft";
import type { TenantOpened } from "./TenantOpened";
import type { TenantRef } from "./TenantRef";
import type { TenantTested } from "./TenantTested";
import type { Values } from "./Values";
import type { ValuesRead } from "./ValuesRead";

/** Every command: its request, its answer, and its events. */
export interface Commands {
  /** The first call of a window: version, storage, tenants. */
  app_start: { request: Empty; answer: AppStarted; event: Empty };
  /** Says that the first screen is painted. */
  app_ready: { request: AppReady; answer: Empty; event: Empty };
  /** Looks again for the keychain and the database. */
  storage_retry: { request: Empty; answer: Storage; event: Empty };
  /** Makes the file that a passphrase opens: the database key and the secrets of tenants go there. */
  passphrase_set: { request: PassphraseSet; answer: Storage; event: Empty };
  /** Unlocks the file that a passphrase opens. */
  passphrase_unlock: { request: PassphraseUnlock; answer: Storage; event: Empty };
  /** Changes the passphrase. */
  passphrase_change: { request: PassphraseChange; answer: Storage; event: Empty };
  /** Moves the database key and the secrets back to the keychain and erases the file. */
  passphrase_forget: { request: Empty; answer: Storage; event: Empty };
  /** Sets aside a database and an encrypted file that cannot be opened, and starts anew. */
  storage_start_over: { request: Empty; answer: Storage; event: Empty };
  /** The file for a bug report, exactly as it would be saved. */
  diagnostics_preview: { request: Empty; answer: Diagnostics; event: Empty };
  /** Asks where to save the file for a bug report, and writes what was previewed. */
  diagnostics_save: { request: Empty; answer: DiagnosticsSaved; event: Empty };
  /** The end of the app's own log. */
  log_read: { request: Empty; answer: LogTail; event: Empty };
  /** Reads a base URL as a person pastes it. */
  base_url_read: { request: BaseUrlRead; answer: BaseUrlUnderstood; event: Empty };
  /** The configured tenants, most recently opened first. */
  tenant_list: { request: Empty; answer: Array<Tenant>; event: Empty };
  /** Saves a tenant, and its secret into the keychain. */
  tenant_save: { request: TenantDraft; answer: Tenant; event: Empty };
  /** Erases a tenant with its history and its secret. */
  tenant_forget: { request: TenantRef; answer: Empty; event: Empty };
  /** Tests a connection step by step, with reads only. */
  tenant_test: { request: TenantDraft; answer: TenantTested; event: TenantTested };
  /** Opens a tenant: discovers its resource types and schemas. */
  tenant_open: { request: TenantRef; answer: TenantOpened; event: Empty };
  /** Gives a tenant's secret for this run only. */
  secret_provide: { request: SecretProvide; answer: Empty; event: Empty };
  /** How many resources of a type there are. */
  resource_type_count: { request: ResourceTypeCount; answer: ResourceTypeCounted; event: Empty };
  /** The columns that a table can have and those chosen. */
  columns_read: { request: ColumnsRead; answer: Columns; event: Empty };
  /** Chooses the columns of a table. */
  columns_choose: { request: ColumnsChoose; answer: Columns; event: Empty };
  /** A window of rows of a list. */
  resources_list: { request: ResourcesList; answer: ResourcesListed; event: ResourcesListing };
  /** What there is to say about the text of a filter; nothing is sent. */
  filter_check: { request: FilterCheck; answer: FilterChecked; event: Empty };
  /** How the text of a filter can go on; nothing is sent. */
  filter_complete: { request: FilterComplete; answer: FilterCompleted; event: Empty };
  /** Resources that were read in this run, by some letters of their name; nothing is sent. */
  resources_find: { request: ResourcesFind; answer: ResourcesFound; event: Empty };
  /** One resource in full. */
  resource_read: { request: ResourceRead; answer: Resource; event: Empty };
  /** A window of the values of a long multi-valued attribute. */
  resource_values: { request: ValuesRead; answer: Values; event: Empty };
  /** The names of references. */
  references_resolve: {
    request: ReferencesResolve;
    answer: ReferencesResolved;
    event: ReferencesResolved;
  };
  /** A page of the history, newest first. */
  exchanges_list: { request: ExchangesList; answer: ExchangesListed; event: Empty };
  /** One exchange in full. */
  exchange_read: { request: ExchangeRead; answer: Exchange; event: Empty };
  /** What there is to say about an exchange, by all rules of lint. */
  exchange_lint: { request: ExchangeLint; answer: ExchangeLinted; event: Empty };
  /** Stops another call that is under way. */
  call_cancel: { request: CallCancel; answer: Empty; event: Empty };
}

/** The name of a command. */
export type CommandName = keyof Commands;

/** What cached data a command's answer is, and what it makes stale. */
export const commandTags = {
  app_start: { provides: ["storage", "tenants"], stales: [] },
  app_ready: { provides: [], stales: [] },
  storage_retry: { provides: ["storage"], stales: ["tenants", "exchanges", "columns"] },
  passphrase_set: { provides: ["storage"], stales: ["tenants", "exchanges", "columns"] },
  passphrase_unlock: { provides: ["storage"], stales: ["tenants", "exchanges", "columns"] },
  passphrase_change: { provides: ["storage"], stales: ["tenants", "exchanges", "columns"] },
  passphrase_forget: { provides: ["storage"], stales: ["tenants", "exchanges", "columns"] },
  storage_start_over: { provides: ["storage"], stales: ["tenants", "exchanges", "columns"] },
  diagnostics_preview: { provides: [], stales: [] },
  diagnostics_save: { provides: [], stales: [] },
  log_read: { provides: [], stales: [] },
  base_url_read: { provides: [], stales: [] },
  tenant_list: { provides: ["tenants"], stales: [] },
  tenant_save: { provides: [], stales: ["tenants", "exchanges"] },
  tenant_forget: { provides: [], stales: ["tenants", "exchanges"] },
  tenant_test: { provides: [], stales: ["exchanges"] },
  tenant_open: { provides: ["tenant"], stales: ["tenants", "resources", "exchanges"] },
  secret_provide: { provides: [], stales: ["tenants"] },
  resource_type_count: { provides: ["counts"], stales: [] },
  columns_read: { provides: ["columns"], stales: [] },
  columns_choose: { provides: [], stales: ["columns"] },
  resources_list: { provides: ["resources"], stales: [] },
  filter_check: { provides: ["filter"], stales: [] },
  filter_complete: { provides: ["filter"], stales: [] },
  resources_find: { provides: [], stales: [] },
  resource_read: { provides: ["resource"], stales: [] },
  resource_values: { provides: ["resource"], stales: [] },
  references_resolve: { provides: ["references"], stales: [] },
  exchanges_list: { provides: ["exchanges"], stales: [] },
  exchange_read: { provides: ["exchange"], stales: [] },
  exchange_lint: { provides: ["lint"], stales: [] },
  call_cancel: { provides: [], stales: [] },
} as const;
