// Written by `cargo xtask bindings` from the list of commands in Rust. Do not edit.
import type { AppReady } from "./AppReady";
import type { AppStarted } from "./AppStarted";
import type { AuthoritiesLook } from "./AuthoritiesLook";
import type { AuthoritiesLooked } from "./AuthoritiesLooked";
import type { BaseUrlRead } from "./BaseUrlRead";
import type { BaseUrlUnderstood } from "./BaseUrlUnderstood";
import type { CallCancel } from "./CallCancel";
import type { CertificateLook } from "./CertificateLook";
import type { CertificateLooked } from "./CertificateLooked";
import type { Change } from "./Change";
import type { ChangeRef } from "./ChangeRef";
import type { ChangesExport } from "./ChangesExport";
import type { ChangesFind } from "./ChangesFind";
import type { ChangesFound } from "./ChangesFound";
import type { ChangesList } from "./ChangesList";
import type { ChangesListed } from "./ChangesListed";
import type { Columns } from "./Columns";
import type { ColumnsChoose } from "./ColumnsChoose";
import type { ColumnsRead } from "./ColumnsRead";
import type { CommandRead } from "./CommandRead";
import type { CommandSettings } from "./CommandSettings";
import type { Diagnostics } from "./Diagnostics";
import type { DiagnosticsSaved } from "./DiagnosticsSaved";
import type { Draft } from "./Draft";
import type { DraftChange } from "./DraftChange";
import type { DraftMethod } from "./DraftMethod";
import type { DraftOpen } from "./DraftOpen";
import type { DraftRef } from "./DraftRef";
import type { DraftSummary } from "./DraftSummary";
import type { DraftText } from "./DraftText";
import type { DraftValues } from "./DraftValues";
import type { DraftValuesRead } from "./DraftValuesRead";
import type { Empty } from "./Empty";
import type { Exchange } from "./Exchange";
import type { ExchangeLint } from "./ExchangeLint";
import type { ExchangeLinted } from "./ExchangeLinted";
import type { ExchangeRead } from "./ExchangeRead";
import type { ExchangesList } from "./ExchangesList";
import type { ExchangesListed } from "./ExchangesListed";
import type { FileSaved } from "./FileSaved";
import type { FilterCheck } from "./FilterCheck";
import type { FilterChecked } from "./FilterChecked";
import type { FilterComplete } from "./FilterComplete";
import type { FilterCompleted } from "./FilterCompleted";
import type { GuardLogEntry } from "./GuardLogEntry";
import type { GuardSet } from "./GuardSet";
import type { GuardState } from "./GuardState";
import type { GuardUnlock } from "./GuardUnlock";
import type { Left } from "./Left";
import type { LogTail } from "./LogTail";
import type { MembersExport } from "./MembersExport";
import type { MembersList } from "./MembersList";
import type { MembersListed } from "./MembersListed";
import type { Merge } from "./Merge";
import type { MergeChoose } from "./MergeChoose";
import type { Pacing } from "./Pacing";
import type { PassphraseChange } from "./PassphraseChange";
import type { PassphraseSet } from "./PassphraseSet";
import type { PassphraseUnlock } from "./PassphraseUnlock";
import type { ReadBack } from "./ReadBack";
import type { ReadBackPrepared } from "./ReadBackPrepared";
import type { ReferencesResolve } from "./ReferencesResolve";
import type { ReferencesResolved } from "./ReferencesResolved";
import type { RequestPrepare } from "./RequestPrepare";
import type { RequestPrepared } from "./RequestPrepared";
import type { RequestSend } from "./RequestSend";
import type { RequestSent } from "./RequestSent";
import type { RequestSnippet } from "./RequestSnippet";
import type { Resource } from "./Resource";
import type { ResourceRead } from "./ResourceRead";
import type { ResourceTypeCount } from "./ResourceTypeCount";
import type { ResourceTypeCounted } from "./ResourceTypeCounted";
import type { ResourcesFind } from "./ResourcesFind";
import type { ResourcesFound } from "./ResourcesFound";
import type { ResourcesList } from "./ResourcesList";
import type { ResourcesListed } from "./ResourcesListed";
import type { ResourcesListing } from "./ResourcesListing";
import type { ResourcesSave } from "./ResourcesSave";
import type { SecretLook } from "./SecretLook";
import type { SecretLooked } from "./SecretLooked";
import type { SecretProvide } from "./SecretProvide";
import type { SignInWaiting } from "./SignInWaiting";
import type { Snippet } from "./Snippet";
import type { Storage } from "./Storage";
import type { Tenant } from "./Tenant";
import type { TenantArrange } from "./TenantArrange";
import type { TenantDraft } from "./TenantDraft";
import type { TenantOpened } from "./TenantOpened";
import type { TenantRef } from "./TenantRef";
import type { TenantShow } from "./TenantShow";
import type { TenantTested } from "./TenantTested";
import type { TenantToken } from "./TenantToken";
import type { TenantsExport } from "./TenantsExport";
import type { TenantsExported } from "./TenantsExported";
import type { TenantsImport } from "./TenantsImport";
import type { TenantsImported } from "./TenantsImported";
import type { TenantsRead } from "./TenantsRead";
import type { TenantsReadThrough } from "./TenantsReadThrough";
import type { TenantsSaved } from "./TenantsSaved";
import type { Values } from "./Values";
import type { ValuesRead } from "./ValuesRead";
import type { WindowOpen } from "./WindowOpen";
import type { WindowOpened } from "./WindowOpened";
import type { WindowShown } from "./WindowShown";
import type { WritePlan } from "./WritePlan";
import type { WritePrepare } from "./WritePrepare";
import type { WriteProgress } from "./WriteProgress";
import type { WriteSend } from "./WriteSend";
import type { WriteSent } from "./WriteSent";

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
  /** The configured tenants in the person's own order, those of a group together. */
  tenant_list: { request: Empty; answer: Array<Tenant>; event: Empty };
  /** Saves a tenant, and its secret into the keychain. */
  tenant_save: { request: TenantDraft; answer: Tenant; event: Empty };
  /** Erases a tenant with its history and its secret. */
  tenant_forget: { request: TenantRef; answer: Empty; event: Empty };
  /** Puts tenants into an order and into groups. */
  tenant_arrange: { request: TenantArrange; answer: Array<Tenant>; event: Empty };
  /** Copies a tenant, without its secret and its history. */
  tenant_duplicate: { request: TenantRef; answer: Tenant; event: Empty };
  /** The file of tenants, exactly as it would be saved. */
  tenants_export: { request: TenantsExport; answer: TenantsExported; event: Empty };
  /** Asks where to save a file of tenants, and writes it. */
  tenants_save: { request: TenantsExport; answer: TenantsSaved; event: Empty };
  /** Looks at a file of tenants; nothing is taken over. */
  tenants_read: { request: TenantsRead; answer: TenantsReadThrough; event: Empty };
  /** Takes tenants of a file over: all that are named, or none. */
  tenants_import: { request: TenantsImport; answer: TenantsImported; event: Empty };
  /** The windows that are open, and what each shows. */
  window_list: { request: Empty; answer: Array<WindowShown>; event: Empty };
  /** Opens a window, or brings another one to the front that shows the tenant. */
  window_open: { request: WindowOpen; answer: WindowOpened; event: Empty };
  /** Tests a connection step by step, with reads only. */
  tenant_test: { request: TenantDraft; answer: TenantTested; event: TenantTested };
  /** Opens a tenant: discovers its resource types and schemas. */
  tenant_open: { request: TenantRef; answer: TenantOpened; event: Empty };
  /** Says which tenant the window shows; what it had unlocked elsewhere is locked. */
  tenant_show: { request: TenantShow; answer: Empty; event: Empty };
  /** How tenants were left, to be found so again. */
  left_list: { request: Empty; answer: Array<Left>; event: Empty };
  /** Keeps how something of a tenant was left. */
  left_keep: { request: Left; answer: Empty; event: Empty };
  /** How the write guard of a tenant stands. */
  guard_read: { request: TenantRef; answer: GuardState; event: Empty };
  /** Unlocks a read-only tenant for 15 minutes, with a reason. */
  guard_unlock: { request: GuardUnlock; answer: GuardState; event: Empty };
  /** Locks a tenant again. */
  guard_lock: { request: TenantRef; answer: GuardState; event: Empty };
  /** Guards a tenant in another way: looser only with a reason. */
  guard_set: { request: GuardSet; answer: GuardState; event: Empty };
  /** What was done about the guard of a tenant, newest first. */
  guard_log: { request: TenantRef; answer: Array<GuardLogEntry>; event: Empty };
  /** How the requests of a tenant are paced. */
  pacing_read: { request: TenantRef; answer: Pacing; event: Empty };
  /** Lets no request of a tenant wait any longer. */
  wait_stop: { request: TenantRef; answer: Empty; event: Empty };
  /** Shows a request exactly as it would be sent, and gives the token that sends it; nothing is sent. */
  request_prepare: { request: RequestPrepare; answer: RequestPrepared; event: Empty };
  /** Sends a request that was prepared, once. */
  request_send: { request: RequestSend; answer: RequestSent; event: Empty };
  /** Writes a request for another program, secrets as placeholders; nothing is sent. */
  request_snippet: { request: RequestSnippet; answer: Snippet; event: Empty };
  /** Opens a draft of a resource, or of a new one. */
  draft_open: { request: DraftOpen; answer: Draft; event: Empty };
  /** A draft as it is. */
  draft_read: { request: DraftRef; answer: Draft; event: Empty };
  /** Edits a draft; nothing is sent. */
  draft_change: { request: DraftChange; answer: Draft; event: Empty };
  /** Puts another text in a draft's place; nothing is sent. */
  draft_text: { request: DraftText; answer: Draft; event: Empty };
  /** Chooses how a draft is sent. */
  draft_method: { request: DraftMethod; answer: Draft; event: Empty };
  /** A window of the values of a multi-valued attribute of a draft. */
  draft_values: { request: DraftValues; answer: DraftValuesRead; event: Empty };
  /** The drafts of a tenant, those changed last first. */
  draft_list: { request: TenantRef; answer: Array<DraftSummary>; event: Empty };
  /** Throws a draft away. */
  draft_discard: { request: DraftRef; answer: Empty; event: Empty };
  /** A window of the members of a group. */
  members_list: { request: MembersList; answer: MembersListed; event: Empty };
  /** Saves members of a group to a file that a person chooses. */
  members_export: { request: MembersExport; answer: FileSaved; event: Empty };
  /** The three versions of a resource whose draft cannot be sent as it is. */
  merge_read: { request: DraftRef; answer: Merge; event: Empty };
  /** Chooses in a merge. */
  merge_choose: { request: MergeChoose; answer: Merge; event: Empty };
  /** Makes a draft what came of the merge; nothing is sent. */
  merge_apply: { request: DraftRef; answer: Draft; event: Empty };
  /** Works out what a write would send, and gives what sends it; only reads are sent. */
  write_prepare: { request: WritePrepare; answer: WritePlan; event: Empty };
  /** Sends what was prepared, once, and reads back what came of it. */
  write_send: { request: WriteSend; answer: WriteSent; event: WriteProgress };
  /** Saves the resources of a plan as they are to a file that a person chooses. */
  resources_save: { request: ResourcesSave; answer: FileSaved; event: Empty };
  /** A page of the change log of a tenant, newest first. */
  changes_list: { request: ChangesList; answer: ChangesListed; event: Empty };
  /** Changes of a resource that were made elsewhere, as far as the reads in the history show them. */
  changes_find: { request: ChangesFind; answer: ChangesFound; event: Empty };
  /** One entry of the change log in full. */
  change_read: { request: ChangeRef; answer: Change; event: Empty };
  /** Saves the change log of a tenant to a file that a person chooses. */
  changes_export: { request: ChangesExport; answer: FileSaved; event: Empty };
  /** Gives a tenant's secret for this run only. */
  secret_provide: { request: SecretProvide; answer: Empty; event: Empty };
  /** Has a person sign in to a tenant with the browser. */
  tenant_sign_in: { request: TenantRef; answer: TenantToken; event: SignInWaiting };
  /** Has a person sign in with the browser before a tenant is saved, to test it so. */
  draft_sign_in: { request: TenantDraft; answer: TenantToken; event: SignInWaiting };
  /** Forgets the tokens of a tenant, and the refresh token that was kept. */
  tenant_sign_out: { request: TenantRef; answer: Empty; event: Empty };
  /** What is known of a tenant's token and certificate; nothing is sent, nothing is verified. */
  tenant_token: { request: TenantRef; answer: TenantToken; event: Empty };
  /** Has the next request fetch a new token. */
  token_renew: { request: TenantRef; answer: Empty; event: Empty };
  /** What came along when a secret was pasted, and what it says of itself. */
  secret_look: { request: SecretLook; answer: SecretLooked; event: Empty };
  /** What a client certificate says, before it is saved. */
  certificate_look: { request: CertificateLook; answer: CertificateLooked; event: Empty };
  /** What certificates of authorities say, before they are trusted. */
  authorities_look: { request: AuthoritiesLook; answer: AuthoritiesLooked; event: Empty };
  /** Takes a command line apart as it would be run. */
  command_read: { request: CommandRead; answer: CommandSettings; event: Empty };
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
  /** Which read tells what became of a write that nobody knows the outcome of; nothing is sent. */
  read_back_prepare: { request: ExchangeRead; answer: ReadBackPrepared; event: Empty };
  /** Sends that read, and keeps what it says of the write. */
  read_back_send: { request: ExchangeRead; answer: ReadBack; event: Empty };
  /** Stops another call that is under way. */
  call_cancel: { request: CallCancel; answer: Empty; event: Empty };
}

/** The name of a command. */
export type CommandName = keyof Commands;

/** What cached data a command's answer is, and what it makes stale. */
export const commandTags = {
  app_start: { provides: ["storage", "tenants"], stales: [] },
  app_ready: { provides: [], stales: [] },
  storage_retry: { provides: ["storage"], stales: ["tenants", "exchanges", "columns", "left"] },
  passphrase_set: { provides: ["storage"], stales: ["tenants", "exchanges", "columns", "left"] },
  passphrase_unlock: { provides: ["storage"], stales: ["tenants", "exchanges", "columns", "left"] },
  passphrase_change: { provides: ["storage"], stales: ["tenants", "exchanges", "columns", "left"] },
  passphrase_forget: { provides: ["storage"], stales: ["tenants", "exchanges", "columns", "left"] },
  storage_start_over: {
    provides: ["storage"],
    stales: ["tenants", "exchanges", "columns", "left"],
  },
  diagnostics_preview: { provides: [], stales: [] },
  diagnostics_save: { provides: [], stales: [] },
  log_read: { provides: [], stales: [] },
  base_url_read: { provides: [], stales: [] },
  tenant_list: { provides: ["tenants"], stales: [] },
  tenant_save: { provides: [], stales: ["tenants", "exchanges"] },
  tenant_forget: { provides: [], stales: ["tenants", "exchanges"] },
  tenant_arrange: { provides: [], stales: ["tenants"] },
  tenant_duplicate: { provides: [], stales: ["tenants"] },
  tenants_export: { provides: [], stales: [] },
  tenants_save: { provides: [], stales: [] },
  tenants_read: { provides: [], stales: [] },
  tenants_import: { provides: [], stales: ["tenants"] },
  window_list: { provides: ["windows"], stales: [] },
  window_open: { provides: [], stales: [] },
  tenant_test: { provides: [], stales: ["exchanges"] },
  tenant_open: { provides: ["tenant"], stales: ["tenants", "resources", "exchanges"] },
  tenant_show: { provides: [], stales: [] },
  left_list: { provides: ["left"], stales: [] },
  left_keep: { provides: [], stales: [] },
  guard_read: { provides: ["guard"], stales: [] },
  guard_unlock: { provides: [], stales: ["guard", "guardLog"] },
  guard_lock: { provides: [], stales: ["guard", "guardLog"] },
  guard_set: { provides: [], stales: ["guard", "guardLog", "tenants"] },
  guard_log: { provides: ["guardLog"], stales: [] },
  pacing_read: { provides: ["pacing"], stales: [] },
  wait_stop: { provides: [], stales: [] },
  request_prepare: { provides: [], stales: [] },
  request_send: { provides: [], stales: ["resources", "resource", "counts", "exchanges"] },
  request_snippet: { provides: [], stales: [] },
  draft_open: { provides: [], stales: ["drafts"] },
  draft_read: { provides: ["draft"], stales: [] },
  draft_change: { provides: [], stales: ["drafts", "members"] },
  draft_text: { provides: [], stales: ["drafts", "members"] },
  draft_method: { provides: [], stales: [] },
  draft_values: { provides: ["draft"], stales: [] },
  draft_list: { provides: ["drafts"], stales: [] },
  draft_discard: { provides: [], stales: ["drafts", "draft", "members"] },
  members_list: { provides: ["members"], stales: [] },
  members_export: { provides: [], stales: [] },
  merge_read: { provides: ["merge"], stales: [] },
  merge_choose: { provides: [], stales: ["merge"] },
  merge_apply: { provides: [], stales: ["merge", "drafts", "draft", "members"] },
  write_prepare: { provides: [], stales: ["drafts", "draft", "merge"] },
  write_send: {
    provides: [],
    stales: [
      "resources",
      "resource",
      "counts",
      "exchanges",
      "drafts",
      "draft",
      "members",
      "merge",
      "changes",
    ],
  },
  resources_save: { provides: [], stales: [] },
  changes_list: { provides: ["changes"], stales: [] },
  changes_find: { provides: ["changes"], stales: [] },
  change_read: { provides: ["changes"], stales: [] },
  changes_export: { provides: [], stales: [] },
  secret_provide: { provides: [], stales: ["tenants"] },
  tenant_sign_in: { provides: ["token"], stales: ["token", "exchanges"] },
  draft_sign_in: { provides: [], stales: ["token", "exchanges"] },
  tenant_sign_out: { provides: [], stales: ["token", "tenants"] },
  tenant_token: { provides: ["token"], stales: [] },
  token_renew: { provides: [], stales: ["token"] },
  secret_look: { provides: [], stales: [] },
  certificate_look: { provides: [], stales: [] },
  authorities_look: { provides: [], stales: [] },
  command_read: { provides: [], stales: [] },
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
  read_back_prepare: { provides: ["readBack"], stales: [] },
  read_back_send: { provides: [], stales: ["exchanges", "exchange", "readBack", "changes"] },
  call_cancel: { provides: [], stales: [] },
} as const;
