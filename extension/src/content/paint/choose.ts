// Which painter a field gets, by what this browser can do with this field.

import type { Layer } from "./layer.ts";
import { paintMirror } from "./mirror.ts";
import type { Field, Painter } from "./painter.ts";
import { paintEditable, paintValue } from "./ranges.ts";
import type { Registry } from "./registry.ts";

/** Null where nothing can be painted: a contenteditable in a browser without highlights. */
export function choosePainter(field: Field, registry: Registry | null, layer: () => Layer, signal: AbortSignal): Painter | null {
  if (field.kind === "editable") return registry && paintEditable(field, registry, signal);
  return (registry && paintValue(field, registry, signal)) ?? paintMirror(field, layer(), signal);
}
