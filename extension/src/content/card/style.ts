// The card's own look. Every colour has 4.5:1 against its ground, in both
// themes; the severity's colour comes with its shape and its word.

import { severityStyle, severities } from "../../shared/severity.ts";

const tones = severities
  .map((each) => `.tone-${each}{--tone:light-dark(${severityStyle[each].light},${severityStyle[each].dark})}`)
  .join("");

export const cardStyle = `
.card{position:fixed;box-sizing:border-box;width:min(376px,calc(100vw - 16px));display:flex;flex-direction:column;
overflow:hidden;pointer-events:auto;color-scheme:light dark;
--ground:light-dark(#fff,#1d2126);--ink:light-dark(#1a2027,#eef1f4);--soft:light-dark(#55606c,#a9b4c0);
--rule:light-dark(#e3e7ec,#343b44);--fill:light-dark(#f3f5f8,#282e36);--press:light-dark(#e7ebf0,#323a44);
--accent:light-dark(#0b5c4d,#7fd6c1);--on-accent:light-dark(#fff,#10231f);--edge:light-dark(#86919d,#76828f);--trouble:light-dark(#9a3412,#ffb38a);--go:light-dark(#e6f3ef,#1f3a35);--go-press:light-dark(#d3e9e2,#28493f);
background:var(--ground);color:var(--ink);border:1px solid var(--rule);border-radius:12px;
box-shadow:0 1px 2px rgb(0 0 0/.08),0 12px 32px -8px rgb(0 0 0/.28);
font:14px/1.5 system-ui,-apple-system,"Segoe UI","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;
text-align:start;letter-spacing:normal;animation:arrive .12s ease-out}
.card[data-theme=light]{color-scheme:light}.card[data-theme=dark]{color-scheme:dark}
.card[hidden]{display:none}
@keyframes arrive{from{opacity:0;transform:translateY(3px)}}
@media (prefers-reduced-motion:reduce){.card{animation:none}}
:where(.card *){box-sizing:border-box;margin:0;text-wrap:pretty}
.card:focus{outline:none}.card:focus-visible{outline:2px solid var(--accent);outline-offset:1px}
.top{flex:none;display:flex;align-items:center;gap:8px;padding:10px 8px 0 16px;color:var(--tone)}
.top svg{flex:none;width:14px;height:14px;fill:currentColor}
.top b{font-size:13px;font-weight:650}
.top .kind{color:var(--soft);font-size:12.5px}
.top .space{flex:1}
.top .count{color:var(--soft);font-size:12px;font-variant-numeric:tabular-nums;white-space:nowrap}
.icon{all:unset;display:grid;place-items:center;width:28px;height:28px;border-radius:7px;color:var(--soft);cursor:pointer}
.icon svg{width:16px;height:16px;fill:none;stroke:currentColor;stroke-width:1.75;stroke-linecap:round;stroke-linejoin:round}
.icon:hover{background:var(--fill);color:var(--ink)}.icon[disabled]{opacity:.35;cursor:default}
.body{flex:0 1 auto;min-height:0;padding:4px 16px 14px;overflow:auto;overscroll-behavior:contain;scrollbar-width:thin}
h2{font-size:18px;line-height:1.35;font-weight:650;overflow-wrap:anywhere}
h2.passage{font-size:15px;font-weight:600}
.why{margin-top:4px}
.note{margin-top:6px;color:var(--soft);font-size:13px}
h3{margin:14px 0 6px;font-size:12px;font-weight:600;color:var(--soft)}
.instead{display:flex;flex-wrap:wrap;gap:6px;list-style:none;padding:0}
.instead li{max-width:100%}
.instead button{all:unset;box-sizing:border-box;max-width:100%;padding:5px 12px;border-radius:8px;background:var(--go);color:var(--accent);
font-weight:600;cursor:pointer;overflow-wrap:anywhere}
.instead button:hover{background:var(--go-press)}
.instead .over{background:none;box-shadow:inset 0 0 0 1px var(--rule)}
.instead button[aria-disabled=true]{background:none;color:var(--soft);cursor:not-allowed;font-weight:400;text-decoration:line-through}
.preview{display:grid;gap:2px;margin-top:8px;padding-inline-start:10px;border-inline-start:2px solid var(--rule);font-size:13px;color:var(--soft)}
.preview .reads{overflow-wrap:anywhere;white-space:pre-wrap}.preview b{color:var(--ink);font-weight:600}
.preview .length{font-size:12px;font-variant-numeric:tabular-nums}.preview .over{color:var(--trouble)}
.facts{display:grid;gap:8px;margin:12px 0 0;padding:10px 12px;border-radius:8px;background:var(--fill);font-size:13px;list-style:none}
.facts b{font-weight:600;overflow-wrap:anywhere}
.facts span{display:block;color:var(--soft)}
.facts a{color:var(--accent)}
details{margin-top:10px;font-size:13px;color:var(--soft)}
summary{cursor:pointer;border-radius:4px}
details ul{margin-top:4px;padding-inline-start:18px}
.more .actions,.more .decide{box-shadow:0 -10px 14px -12px rgb(0 0 0/.45)}
.actions{flex:none;display:flex;flex-wrap:wrap;gap:2px;padding:6px 8px;border-top:1px solid var(--rule)}
.actions button{all:unset;padding:3px 8px;border-radius:7px;font-size:12.5px;color:var(--soft);cursor:pointer}
.actions .first{color:var(--accent);font-weight:600}
.actions button:hover{background:var(--fill);color:var(--ink)}
.decide{flex:none;display:grid;gap:8px;padding:10px 16px 12px;border-top:1px solid var(--rule);font-size:13px}
.decide h3{margin:0;color:var(--ink);font-size:13px;overflow-wrap:anywhere}
.row{display:grid;grid-template-columns:72px 1fr;gap:2px 8px;align-items:center}
.row .hint{grid-column:2;color:var(--soft);font-size:12px}
.row input{width:100%;padding:4px 8px;border:1px solid var(--edge);border-radius:7px;background:var(--ground);color:var(--ink);font:inherit}
.row input::placeholder{color:var(--soft);opacity:1}
.ends{display:flex;gap:6px;justify-content:flex-end}
.ends button{all:unset;padding:4px 12px;border-radius:7px;color:var(--soft);cursor:pointer}.ends button:hover{background:var(--fill)}
.ends .save,.ends .save:hover{background:var(--accent);color:var(--on-accent);font-weight:600}
button:focus-visible,a:focus-visible,summary:focus-visible,input:focus-visible{outline:2px solid var(--accent);outline-offset:1px}
.said{flex:none;padding:0 16px}.said:not(:empty){padding-block:8px;border-top:1px solid var(--rule);font-size:13px}
.low{overflow:auto}.low .body{flex:none;overflow:visible}.low .top{position:sticky;top:0;background:var(--ground)}
@media (forced-colors:active){.card{border-color:CanvasText}.instead button,.actions button,.icon{border:1px solid ButtonText}}
${tones}`;
