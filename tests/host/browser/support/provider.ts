// A small SCIM server whose answers a test chose, for states that the sandbox never shows.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Answer {
  status?: number;
  type?: string;
  body?: unknown;
  /** More headers than the type. */
  headers?: Record<string, string>;
  /** Nothing is sent: the request stays open. */
  silent?: boolean;
}

/** The answer to each path below the base URL; what is not there is answered as usual. */
export type Answers = Record<string, Answer | ((query: URLSearchParams) => Answer)>;

const SCHEMAS = "urn:ietf:params:scim:schemas:core:2.0";
const MESSAGES = "urn:ietf:params:scim:api:messages:2.0";
const no = { supported: false };

export function list(resources: unknown[], changed: Record<string, unknown> = {}): Answer {
  return {
    body: {
      schemas: [`${MESSAGES}:ListResponse`],
      totalResults: resources.length,
      startIndex: 1,
      itemsPerPage: resources.length,
      Resources: resources,
      ...changed,
    },
  };
}

export function aUser(number: number, changed: Record<string, unknown> = {}) {
  return {
    schemas: [`${SCHEMAS}:User`],
    id: `user-${number}`,
    userName: `person${number}@example.org`,
    name: { givenName: "Nadia", familyName: "El Fassi" },
    active: number % 2 === 0,
    emails: [{ value: `person${number}@example.org`, type: "work", primary: true }],
    meta: { resourceType: "User", lastModified: "2026-10-15T07:41:09Z" },
    ...changed,
  };
}

function attribute(name: string, type = "string", rest: Record<string, unknown> = {}) {
  return {
    name,
    type,
    multiValued: false,
    description: `The ${name}.`,
    required: name === "userName",
    caseExact: false,
    mutability: "readWrite",
    returned: "default",
    uniqueness: "none",
    ...rest,
  };
}

const userSchema = {
  schemas: [`${SCHEMAS}:Schema`],
  id: `${SCHEMAS}:User`,
  name: "User",
  description: "A user",
  attributes: [
    attribute("userName"),
    attribute("active", "boolean"),
    attribute("name", "complex", {
      subAttributes: [attribute("givenName"), attribute("familyName")],
    }),
    attribute("emails", "complex", {
      multiValued: true,
      subAttributes: [attribute("value"), attribute("type"), attribute("primary", "boolean")],
    }),
  ],
};

const usual: Answers = {
  "/ServiceProviderConfig": {
    body: {
      schemas: [`${SCHEMAS}:ServiceProviderConfig`],
      patch: no,
      sort: no,
      etag: no,
      changePassword: no,
      bulk: { ...no, maxOperations: 0, maxPayloadSize: 0 },
      filter: { ...no, maxResults: 200 },
      authenticationSchemes: [
        { type: "oauthbearertoken", name: "Bearer", description: "A bearer token" },
      ],
    },
  },
  "/ResourceTypes": list([
    {
      schemas: [`${SCHEMAS}:ResourceType`],
      id: "User",
      name: "User",
      endpoint: "/Users",
      schema: `${SCHEMAS}:User`,
    },
  ]),
  "/Schemas": list([userSchema]),
  "/Users": (query) => {
    const start = Number(query.get("startIndex") ?? "1");
    const users = [1, 2, 3].map((number) => aUser(number));
    return list(start > 1 ? [] : users, { totalResults: users.length, startIndex: start });
  },
};

export class Provider {
  private readonly server: Server;
  private readonly answers: Answers;

  constructor(answers: Answers = {}) {
    this.answers = { ...usual, ...answers };
    this.server = createServer((request, response) => this.answer(request, response));
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/scim/v2`;
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    // A change is never answered: nobody knows what becomes of it.
    if (request.method === "PATCH") {
      request.socket.destroy();
      return;
    }
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    const path = url.pathname.replace(/^\/scim\/v2/, "");
    const chosen = this.answers[path] ?? this.single(path) ?? { status: 404, body: notFound(path) };
    const answer = typeof chosen === "function" ? chosen(url.searchParams) : chosen;
    if (answer.silent) return;
    const { status = 200, type = "application/scim+json", body = {}, headers } = answer;
    response.writeHead(status, { "Content-Type": type, ...headers });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  }

  private single(path: string): Answer | undefined {
    const number = /^\/Users\/user-(\d+)$/.exec(path)?.[1];
    return number === undefined ? undefined : { body: aUser(Number(number)) };
  }
}

function notFound(path: string) {
  return {
    schemas: [`${MESSAGES}:Error`],
    status: "404",
    detail: `There is nothing at ${path}.`,
  };
}
