import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Marks that nobody has, as an office would publish them. */
export const registered = [
  { number: "90000001", words: "ZORVIKANE", owner: "Zorvikane Holdings GmbH", class: 11, goods: "Desk lamps; Bedside lamps", filed: "20190304", registered: "20200117" },
  { number: "90000002", words: "ZORVIKANE", owner: "Kanezor Ltd", class: 25, goods: "Hats", filed: "20210704", registered: "" },
  { number: "90000003", words: "QUELMIRAST", owner: "Quelmirast SA", class: 9, goods: "Headphones", filed: "20180101", registered: "20190101" },
] as const;

/** Calls back with a file in the format of the USPTO's daily ones. */
export async function withRegisterFile(work: (path: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "clearlist-register-"));
  const path = join(folder, "apc261120.xml");
  writeFileSync(path, registered.map(caseFile).join(""));
  try {
    await work(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Status 700 is registered, 630 a new application. */
function caseFile(mark: (typeof registered)[number]): string {
  const live = mark.registered !== "";
  return `<case-file><serial-number>${mark.number}</serial-number>${live ? `<registration-number>60${mark.number.slice(3)}</registration-number>` : ""}\
<transaction-date>20261120</transaction-date><case-file-header><filing-date>${mark.filed}</filing-date>\
${live ? `<registration-date>${mark.registered}</registration-date>` : ""}<status-code>${live ? 700 : 630}</status-code>\
<mark-identification>${mark.words}</mark-identification><mark-drawing-code>4000</mark-drawing-code>\
<trademark-in>T</trademark-in><standard-characters-claimed-in>T</standard-characters-claimed-in></case-file-header>\
<case-file-statements><case-file-statement><type-code>GS0${String(mark.class).padStart(2, "0")}1</type-code><text>${mark.goods}</text></case-file-statement></case-file-statements>\
<classifications><classification><international-code>${String(mark.class).padStart(3, "0")}</international-code><primary-code>${String(mark.class).padStart(3, "0")}</primary-code></classification></classifications>\
<case-file-owners><case-file-owner><entry-number>1</entry-number><party-type>${live ? 30 : 10}</party-type><party-name>${mark.owner}</party-name></case-file-owner></case-file-owners></case-file>`;
}
