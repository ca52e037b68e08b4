// Parsers for everything that enters: messages, storage, the core, the
// network. A parser takes unknown and returns a value of its type or throws a
// ParseError that names the place.

export type Parser<T> = (value: unknown, at?: string) => T;
export type Parsed<P> = P extends Parser<infer T> ? T : never;

export class ParseError extends Error {
  override readonly name = "ParseError";
}

/** Longest text any field or message may carry: the core's own limit is 200,000 units a field. */
const maxText = 1 << 20;
/** Longest array any message may carry: a verdict of 1 MB of text has at most some thousand findings. */
const maxItems = 50_000;

export const text: Parser<string> = (value, at = "value") => {
  if (typeof value !== "string") throw new ParseError(`${at}: not a text`);
  if (value.length > maxText) throw new ParseError(`${at}: longer than ${maxText}`);
  return value;
};

/** A safe integer that is not negative: counts, offsets, versions, times in milliseconds. */
export const count: Parser<number> = (value, at = "value") => {
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0) {
    throw new ParseError(`${at}: not a count`);
  }
  return value;
};

export const flag: Parser<boolean> = (value, at = "value") => {
  if (typeof value !== "boolean") throw new ParseError(`${at}: not true or false`);
  return value;
};

export function oneOf<const T extends string>(choices: readonly T[]): Parser<T> {
  return (value, at = "value") => {
    const found = choices.find((choice) => choice === value);
    if (found === undefined) throw new ParseError(`${at}: not one of ${choices.join(", ")}`);
    return found;
  };
}

export function listOf<T>(item: Parser<T>, max = maxItems): Parser<readonly T[]> {
  return (value, at = "value") => {
    if (!Array.isArray(value)) throw new ParseError(`${at}: not a list`);
    if (value.length > max) throw new ParseError(`${at}: more than ${max} items`);
    return value.map((each: unknown, i) => item(each, `${at}[${i}]`));
  };
}

export function nullable<T>(parser: Parser<T>): Parser<T | null> {
  return (value, at) => (value === null ? null : parser(value, at));
}

/** An object read member by member; members nobody asked for are dropped. */
export function shape<T extends Record<string, unknown>>(members: { readonly [K in keyof T]: Parser<T[K]> }): Parser<T> {
  const names: (keyof T & string)[] = Object.keys(members);
  return (value, at = "value") => {
    const source = record(value, at);
    const result: Partial<T> = {};
    for (const name of names) result[name] = members[name](source[name], `${at}.${name}`);
    return result as T; // every member was parsed above
  };
}

export const record: Parser<Readonly<Record<string, unknown>>> = (value, at = "value") => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new ParseError(`${at}: not an object`);
  return value as Record<string, unknown>;
};

/** The parser's value, or the fallback where it refuses: for settings, where one bad member must not lose the rest. */
export function orElse<T>(parser: Parser<T>, fallback: T): Parser<T> {
  return (value, at) => {
    try {
      return parser(value, at);
    } catch {
      return fallback;
    }
  };
}
