// The pictures that stores show: 1280 by 800, each one sentence over what the
// product really looks like, as taken a moment before.

import type { Browser } from "../harness/browser.ts";
import { marketplace } from "../harness/gate.ts";
import { wording } from "../harness/wording.ts";

const size = { width: 1280, height: 800 };
/** What the sentence and the promise over a picture take. */
const headHeight = 128;

type Picture = { readonly name: string; readonly says: string; readonly shots: readonly string[] };

const pictures: readonly Picture[] = [
  { name: "1-card", says: "store_card", shots: ["card"] },
  { name: "2-panel", says: "store_panel", shots: ["card", "panel"] },
  { name: "3-popup", says: "store_popup", shots: ["popup-listing", "popup-whole"] },
  { name: "4-beside", says: "store_beside", shots: ["beside"] },
  { name: "5-options", says: "store_options", shots: ["options"] },
];

const says: Readonly<Record<string, Readonly<Record<"en" | "zh-CN", string>>>> = {
  store_card: { en: "Whose word it is, and what to write instead", "zh-CN": "这个词归谁所有，可以改写成什么" },
  store_panel: { en: "Every finding of the form at its side", "zh-CN": "侧边栏汇总表单中的全部问题" },
  store_popup: { en: "Paste a listing or any text, and check it", "zh-CN": "粘贴 Listing 或任意文本，即可检查" },
  store_beside: { en: "Wording taken from another listing, side by side", "zh-CN": "与他人商品雷同的文案，并排对照" },
  store_options: { en: "Your brands, your authorisations, your rules", "zh-CN": "自有品牌、授权与规则，由您掌握" },
};

const style = `
  body { margin: 0; display: grid; grid-template-rows: auto 1fr; width: 1280px; height: 800px; overflow: hidden; box-sizing: border-box; padding: 24px 64px 0;
    background: linear-gradient(160deg, #0b5c4d, #10413a); color: #fff; font-family: system-ui, "Noto Sans CJK SC", sans-serif; }
  header { display: grid; gap: 6px; padding-bottom: 20px; }
  h1 { margin: 0; font-size: 38px; font-weight: 650; letter-spacing: -.02em; line-height: 1.2; }
  p { margin: 0; font-size: 18px; color: #cfe8e1; }
  main { display: flex; justify-content: center; align-items: start; gap: 20px; min-height: 0; }
  div { overflow: hidden; border-radius: 12px 12px 0 0; background: #fff; box-shadow: 0 20px 60px rgb(0 0 0 / .35); }
  img { display: block; }
`;

export async function drawStore(browser: Browser, language: "en" | "zh-CN", picture: (name: string) => string, folder: string): Promise<void> {
  const page = await browser.open(`${marketplace}/blank`);
  await page.setViewport(size);
  for (const { name, says: key, shots } of pictures) {
    await page.evaluate(
      async (style, title, promise, shots, height) => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(style);
        document.adoptedStyleSheets = [sheet];
        const [header, heading, line, main] = [document.createElement("header"), document.createElement("h1"), document.createElement("p"), document.createElement("main")];
        heading.textContent = title;
        line.textContent = promise;
        header.append(heading, line);
        const room = 1280 - 2 * 64 - 20 * (shots.length - 1);
        for (const { base64, form } of shots) {
          const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
          const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
          const canvas = document.createElement("canvas");
          // Two side by side share the room; a form is shown from its heading, so that its card is whole.
          const wide = bitmap.width > 600;
          const width = Math.min(bitmap.width, shots.length === 1 ? room : wide ? room - 380 : bitmap.width);
          const [left, top] = [shots.length > 1 && wide ? 60 : 0, form ? 74 : 0];
          canvas.width = width;
          canvas.height = Math.min(bitmap.height - top, height);
          canvas.getContext("2d")?.drawImage(bitmap, left, top, width, canvas.height, 0, 0, width, canvas.height);
          const frame = document.createElement("div");
          frame.style.height = `${canvas.height}px`;
          frame.append(canvas);
          main.append(frame);
        }
        document.body.replaceChildren(header, main);
      },
      style,
      says[key]?.[language] ?? "",
      wording("try_no_promise", language),
      shots.map((shot) => ({ base64: picture(shot), form: shot === "card" })),
      size.height - headHeight,
    );
    await page.screenshot({ path: `${folder}${name}-${language}.png` });
  }
  await page.close();
}
