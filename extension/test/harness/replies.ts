import type http from "node:http";
import { gzipSync } from "node:zlib";
import type { World } from "./world.ts";

/** One answer of a list server, or of what stands in its place. */
export type Reply = (response: http.ServerResponse, request: http.IncomingMessage) => void;

/** A whole server: an answer for each path; none is a 404. */
export type Play = (path: string) => Reply | undefined;

export type Kind = "root" | "timestamp" | "snapshot" | "targets" | "pack" | "delta" | "other";

export function kindOf(path: string): Kind {
  const [, kind] = /(root|timestamp|snapshot|targets)\.json$|\.(pack|delta)$/.exec(path)?.filter(Boolean) ?? [];
  return (kind as Kind | undefined) ?? "other";
}

type Kinds = Kind | "list" | "all";

/** What a world's server gives, but for the kinds that are answered otherwise. "list" is a pack and each delta that leads to it. */
export function serving(world: World, instead: { readonly [K in Kinds]?: Reply } = {}): Play {
  return (path) => {
    const honest = world.files.get(path);
    return of(instead, path) ?? (honest === undefined ? undefined : bytes(honest));
  };
}

/** As serving, where the other answer is made of the honest one. */
export function spoiling(world: World, change: { readonly [K in Kinds]?: (honest: Buffer) => Reply }): Play {
  return (path) => {
    const honest = world.files.get(path);
    return honest === undefined ? undefined : (of(change, path)?.(honest) ?? bytes(honest));
  };
}

function of<T>(table: { readonly [K in Kinds]?: T }, path: string): T | undefined {
  const kind = kindOf(path);
  return table[kind] ?? (kind === "pack" || kind === "delta" ? table.list : undefined) ?? table.all;
}

export function bytes(body: Buffer, headers: http.OutgoingHttpHeaders = {}): Reply {
  return (response) => void response.writeHead(200, { "content-type": "application/octet-stream", "content-length": body.length, ...headers }).end(body);
}

export function status(code: number, headers: http.OutgoingHttpHeaders = {}): Reply {
  return (response) => void response.writeHead(code, headers).end(code === 204 || code === 304 ? undefined : "no");
}

export const portal: Reply = (response) =>
  void response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><title>Welcome</title><form>Sign in to the network</form>");

export function redirect(to: string): Reply {
  return (response) => void response.writeHead(302, { location: to }).end();
}

/** Says as much as it is let, and more. */
export const endless: Reply = (response) => {
  response.writeHead(200, { "content-type": "application/octet-stream" });
  const part = Buffer.alloc(64 << 10, 0x20);
  const more = () => {
    while (!response.destroyed && response.write(part));
  };
  response.on("drain", more);
  more();
};

/** A byte now and then. */
export const drip: Reply = (response) => {
  response.writeHead(200, { "content-type": "application/octet-stream" });
  const timer = setInterval(() => response.write(" "), 250);
  response.on("close", () => clearInterval(timer));
};

/** Takes the question and says nothing. */
export const silent: Reply = () => undefined;

/** The first half of what was announced. */
export const cut = (body: Buffer): Reply => (response, request) => {
  response.writeHead(200, { "content-length": body.length });
  response.write(body.subarray(0, body.length >> 1), () => request.socket.destroy());
};

/** The first half of what was announced, and the end of the line when it is told. */
export function halfOf(body: Buffer): { readonly reply: Reply; readonly end: () => void } {
  const lines = new Set<http.IncomingMessage["socket"]>();
  return {
    reply: (response, request) => {
      lines.add(request.socket);
      response.writeHead(200, { "content-length": body.length });
      response.write(body.subarray(0, body.length >> 1));
    },
    end: () => lines.forEach((line) => line.destroy()),
  };
}

/** What answers who asks for the rest of a body, from a byte on; who asks for all of it gets the other answer. */
export function atRange(rest: (from: number) => Reply, all: Reply): Reply {
  return (response, request) => {
    const from = /^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1];
    (from === undefined ? all : rest(Number(from)))(response, request);
  };
}

/** A range of a body, named as the server likes. */
export function range(body: Buffer, from: number, named = `bytes ${from}-${body.length - 1}/${body.length}`): Reply {
  return (response) => void response.writeHead(206, { "content-range": named, "content-length": body.length - from }).end(body.subarray(from));
}

export const reset: Reply = (_response, request) => void request.socket.destroy();

/** Few bytes by the way that are many when they arrive. */
export function bomb(megabytes: number): Reply {
  const body = gzipSync(Buffer.alloc(megabytes << 20, 0x20), { level: 9 });
  return bytes(body, { "content-encoding": "gzip" });
}
