import http from "node:http";
import type net from "node:net";
import tls from "node:tls";
import { existsSync, readFileSync } from "node:fs";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { selfSigned } from "./certificate.ts";
import { formAt, formHosts } from "./forms.ts";
import type { Play } from "./replies.ts";

/** The address that a build from `make` asks for its lists. */
export const listOrigin = process.env["ORIGIN"] ?? "http://127.0.0.1:8787";

/** The site whose pages the gate plays, so that the build a seller gets runs here as it is. */
export const marketplace = "https://sellercentral.amazon.com";

/** A shop's side of the same marketplace, with product pages that the extension may keep. */
export const shop = "https://www.amazon.com";

/** Every host whose pages are played. */
const played = [new URL(marketplace).host, new URL(shop).host, ...formHosts];

/** One thing that some part of the browser asked the world for; of a tunnel only the host is known. */
export type Asked = { readonly host: string; readonly path: string };

/** What stands between the gate and the list server: it sees each body that comes from there, and gives another. */
export type Tamper = (path: string, body: Buffer) => Buffer | "cut";

/**
 * The browser's only way to the world: a proxy that plays the marketplaces' pages, passes requests for lists on to the
 * server under test, refuses all else, and remembers every one. A name is never looked up and no byte leaves the machine.
 */
export class Gate {
  readonly asked: Asked[] = [];
  /** The port where the list server of this test listens; none, and the server cannot be reached. */
  lists: number | undefined;
  tamper: Tamper | undefined;
  /** Plays the list server itself, in place of the one that listens. */
  play: Play | undefined;
  readonly #proxy = http.createServer((request, response) => this.#plain(request, response));
  readonly #sites = http.createServer((request, response) => this.#site(request, response));
  readonly #tls = tls.createServer(selfSigned(), (socket) => this.#sites.emit("connection", socket));
  readonly #sockets = new Set<net.Socket>();

  static async open(): Promise<Gate> {
    const gate = new Gate();
    await new Promise<void>((ready) => gate.#proxy.listen(0, "127.0.0.1", ready));
    return gate;
  }

  private constructor() {
    this.#proxy.on("connect", (request: http.IncomingMessage, socket: net.Socket) => this.#tunnel(request, socket));
    this.#proxy.on("connection", (socket: net.Socket) => {
      this.#sockets.add(socket);
      socket.on("close", () => this.#sockets.delete(socket));
    });
  }

  get port(): number {
    const address = this.#proxy.address();
    if (address === null || typeof address === "string") throw new Error("the gate is closed");
    return address.port;
  }

  /** What was asked of anybody but the marketplace's own pages and the list server. */
  strays(): Asked[] {
    const known = [new URL(listOrigin).host, ...played];
    return this.asked.filter((one) => !known.includes(one.host));
  }

  /** The paths asked of the list server, in order. */
  listPaths(): string[] {
    return this.asked.filter((one) => one.host === new URL(listOrigin).host).map((one) => one.path);
  }

  close(): void {
    this.#proxy.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #tunnel(request: http.IncomingMessage, socket: net.Socket): void {
    socket.on("error", () => socket.destroy());
    const [host = ""] = (request.url ?? "").split(":443");
    if (!played.includes(host)) {
      this.asked.push({ host, path: "" });
      socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
      return;
    }
    socket.write("HTTP/1.1 200 OK\r\n\r\n");
    this.#tls.emit("connection", socket);
  }

  #plain(request: http.IncomingMessage, response: http.ServerResponse): void {
    const url = new URL(request.url ?? "", "http://unknown");
    this.asked.push({ host: url.host, path: url.pathname + url.search });
    if (url.origin !== listOrigin) {
      response.writeHead(403).end();
    } else if (this.play !== undefined) {
      const reply = this.play(url.pathname);
      // as our server does; without the first a browser would refuse before the client can
      response.setHeader("access-control-allow-origin", "*");
      response.setHeader("access-control-expose-headers", "Retry-After, Content-Range");
      response.setHeader("access-control-allow-headers", "Range");
      if (request.method === "OPTIONS") response.writeHead(204).end();
      else if (reply === undefined) response.writeHead(404).end();
      else reply(response, request);
    } else if (this.lists === undefined) {
      request.socket.destroy();
    } else {
      this.#forward(url, request, response, this.lists);
    }
  }

  #forward(url: URL, request: http.IncomingMessage, response: http.ServerResponse, port: number): void {
    const tamper = this.tamper;
    const headers = { ...request.headers };
    // What is changed on the way is changed in the clear, or a flipped bit would only test the decompressor.
    if (tamper) delete headers["accept-encoding"];
    const onward = http.request({ host: "127.0.0.1", port, path: url.pathname + url.search, method: request.method, headers });
    onward.on("error", () => request.socket.destroy());
    onward.on("response", (answer) => {
      if (!tamper) {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
        return;
      }
      const parts: Buffer[] = [];
      answer.on("data", (part: Buffer) => parts.push(part));
      answer.on("end", () => {
        const body = Buffer.concat(parts);
        const given = tamper(url.pathname, body);
        if (given === "cut") {
          response.writeHead(answer.statusCode ?? 502, answer.headers);
          response.write(body.subarray(0, body.length >> 1), () => request.socket.destroy());
          return;
        }
        response.writeHead(answer.statusCode ?? 502, { ...answer.headers, "content-length": given.length }).end(given);
      });
    });
    request.pipe(onward);
  }

  #site(request: http.IncomingMessage, response: http.ServerResponse): void {
    const path = request.url ?? "/";
    this.asked.push({ host: request.headers.host ?? "", path });
    if (path.startsWith(editorsPath)) {
      editorFile(path, response);
      return;
    }
    if (path === greatPath) {
      response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(greatPage());
      return;
    }
    const page = pages[path] ?? formAt(request.headers.host ?? "", path);
    if (page === undefined) {
      response.writeHead(404).end();
      return;
    }
    // A strict policy, as marketplaces have: whatever the extension paints must do without inline styles and scripts.
    response.writeHead(200, {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": "default-src 'self'; style-src 'self' 'nonce-page'; script-src 'self' 'nonce-page'",
    });
    response.end(readFileSync(new URL(`pages/${page}`, import.meta.url)));
  }
}

/** A product page of ten megabytes, that says little of truth about itself. */
const greatPath = "/dp/B0GREAT005";

function greatPage(): string {
  const lie = JSON.stringify({ "@type": "Product", name: "Another thing", description: "x".repeat(400_000) });
  const paragraph = `<p>${"Words of a lamp that go on and on, with <b>markup</b> in them. ".repeat(80)}<script>var stolen = 'never kept'</script></p>`;
  return `<!doctype html><title>Lamp</title><script type="application/ld+json">${lie}</script><span id="productTitle">Endless lamp</span><div id="productDescription">${paragraph.repeat(2_000)}</div>`;
}

/** Where the pages with published editors are, once `make editors` has built them. */
const editorsPath = "/editors/";
const editors = fileURLToPath(new URL("../../../.build/editors/", import.meta.url));

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".gif": "image/gif",
};

/** Editors bring styles of their own, so the policy here is looser; a frame without an origin may load the scripts too. */
function editorFile(path: string, response: http.ServerResponse): void {
  const name = normalize(new URL(path, marketplace).pathname.slice(editorsPath.length));
  const file = join(editors, extname(name) === "" ? `${name}.html` : name);
  if (name.startsWith("..") || !existsSync(file)) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, {
    "content-type": types[extname(file)] ?? "application/octet-stream",
    "content-security-policy": "default-src 'self' 'unsafe-inline' data: blob:",
    "access-control-allow-origin": "*",
  });
  response.end(readFileSync(file));
}

const pages: Readonly<Record<string, string>> = {
  "/product": "product.html",
  "/blank": "blank.html",
  "/low": "low.html",
  "/low-frame": "low-frame.html",
  "/sandboxed": "sandboxed.html",
  "/hostile": "hostile.html",
  "/rtl": "rtl.html",
  "/dp/B0FLASK001": "shop-flask.html",
  "/dp/B0TOWEL002": "shop-towel.html",
  "/dp/B0LAMPS003": "shop-lamp.html",
};
