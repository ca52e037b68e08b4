import { generateKeyPairSync, sign } from "node:crypto";

/**
 * A key and a self-signed certificate for the marketplace pages, made anew for each run, so that no private key lies
 * in the repository. The browsers under test are told to accept it. X.509 version 1 (RFC 5280, 4.1) is all that needs.
 */
export function selfSigned(): { key: string; cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const name = sequence(set(sequence(commonName, tagged(0x0c, Buffer.from("clearlist test")))));
  const body = sequence(
    tagged(0x02, Buffer.of(1)), // serial number
    ecdsaWithSha256,
    name,
    sequence(utcTime("200101000000Z"), utcTime("491231235959Z")),
    name,
    publicKey.export({ type: "spki", format: "der" }),
  );
  const signature = sign("sha256", body, privateKey);
  const certificate = sequence(body, ecdsaWithSha256, tagged(0x03, Buffer.concat([Buffer.of(0), signature])));
  const lines = certificate.toString("base64").match(/.{1,64}/g)?.join("\n");
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
  };
}

function tagged(tag: number, content: Buffer): Buffer {
  const n = content.length;
  const length = n < 128 ? [n] : n < 256 ? [0x81, n] : [0x82, n >> 8, n & 255];
  return Buffer.concat([Buffer.of(tag, ...length), content]);
}

function sequence(...parts: Buffer[]): Buffer {
  return tagged(0x30, Buffer.concat(parts));
}

function set(...parts: Buffer[]): Buffer {
  return tagged(0x31, Buffer.concat(parts));
}

function utcTime(text: string): Buffer {
  return tagged(0x17, Buffer.from(text));
}

const commonName = Buffer.from("0603550403", "hex"); // 2.5.4.3
const ecdsaWithSha256 = Buffer.from("300a06082a8648ce3d040302", "hex"); // 1.2.840.10045.4.3.2
