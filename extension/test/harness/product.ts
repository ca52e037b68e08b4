import { execFile, spawn, type ChildProcess } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { BrowserName } from "./programs.ts";
import { until } from "./until.ts";

const run = promisify(execFile);

const top = fileURLToPath(new URL("../../../", import.meta.url));
const build = join(top, ".build");
const command = join(build, "clearlist");

/** What make built: what a seller loads, and nothing made for tests. */
export function extension(name: BrowserName): string {
  return built(join(build, "extension", name));
}

function built(path: string): string {
  if (!existsSync(path)) throw new Error(`${path} is missing: run make build first`);
  return path;
}

/**
 * A list server with a state of its own. It starts as a copy of the state the build was made from, so that its keys
 * are those the extension trusts, unless it is to be a stranger with new keys.
 */
export class ListServer {
  readonly state = mkdtempSync(join(tmpdir(), "clearlist-e2e-"));
  port = 0;
  #process: ChildProcess | undefined;

  static async ours(): Promise<ListServer> {
    const server = new ListServer();
    cpSync(built(join(top, ".clearlist")), server.state, { recursive: true });
    return server;
  }

  static async strangers(): Promise<ListServer> {
    const server = new ListServer();
    await run(built(command), ["keys", "init", "--state", server.state]);
    await server.publish();
    return server;
  }

  /** Publishes the lists of a folder, or the curated ones, as the next version; a running server hands it out afterwards. */
  async publish(lists?: string, ...more: readonly string[]): Promise<void> {
    const before = await this.#timestamp();
    await run(built(command), ["publish", "--state", this.state, ...(lists === undefined ? [] : ["--lists", lists]), ...more]);
    await until("the server has the new version", async () => (this.port === 0 || (await this.#timestamp()) !== before ? true : undefined));
  }

  /** Reads an office's file into the store; the next publication has its marks. */
  async importRegister(file: string): Promise<void> {
    await run(built(command), ["import", "--state", this.state, file]);
  }

  async #timestamp(): Promise<string> {
    return this.port === 0 ? "" : (await fetch(`http://127.0.0.1:${this.port}/v1/m/timestamp.json`)).text();
  }

  async start(): Promise<this> {
    this.port = await freePort();
    const log: string[] = [];
    const child = spawn(
      built(command),
      ["serve", "--state", this.state, "--addr", `127.0.0.1:${this.port}`, "--try", join(build, "try"), "--extension", join(build, "extension")],
      { stdio: ["ignore", "pipe", "pipe"] },
    );
    this.#process = child;
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (part: Buffer) => log.push(part.toString()));
    await until("the list server is ready", async () => {
      if (child.exitCode !== null) throw new Error(`clearlist serve ended: ${log.join("")}`);
      return (await fetch(`http://127.0.0.1:${this.port}/readyz`)).ok ? true : undefined;
    });
    return this;
  }

  async close(): Promise<void> {
    const child = this.#process;
    if (child !== undefined && child.exitCode === null) {
      const ended = new Promise((done) => child.once("exit", done));
      child.kill("SIGTERM");
      await ended;
    }
    rmSync(this.state, { recursive: true, force: true });
  }
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((ready) => probe.listen(0, "127.0.0.1", ready));
  const address = probe.address();
  await new Promise<void>((done) => probe.close(() => done()));
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}
