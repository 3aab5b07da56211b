// Dates in the reader's zone, counted from the workspace's clock.
import { store } from "./store.js";

/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

/** @param {Date} date @param {Intl.DateTimeFormatOptions} options */
function format(date, options) {
  const key = `${store.zone()} ${JSON.stringify(options)}`;
  let found = formats.get(key);
  if (!found) {
    try {
      found = new Intl.DateTimeFormat("en-GB", { ...options, timeZone: store.zone() });
    } catch {
      found = new Intl.DateTimeFormat("en-GB", { ...options, timeZone: "UTC" });
    }
    formats.set(key, found);
  }
  return found.format(date);
}

/** @param {string} ts */
export function tsDate(ts) {
  return new Date(parseFloat(ts) * 1000);
}

/** The calendar day in the reader's zone, as YYYY-MM-DD. @param {Date} date */
export function dayKey(date) {
  const [day, month, year] = format(date, { day: "2-digit", month: "2-digit", year: "numeric" }).split("/");
  return `${year}-${month}-${day}`;
}

/** Days from today, in the reader's zone. @param {Date} date */
function daysAway(date) {
  return Math.round((Date.parse(dayKey(date)) - Date.parse(dayKey(store.now()))) / 86400000);
}

/** @param {Date} date */
function nearWord(date) {
  return { "-1": "yesterday", 0: "today", 1: "tomorrow" }[daysAway(date)] ?? null;
}

/** @param {string} word */
function capital(word) {
  return word[0].toUpperCase() + word.slice(1);
}

/** @param {Date} date */
export function clockTime(date) {
  return format(date, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

/** @param {Date} date */
export function fullTime(date) {
  return `${format(date, { weekday: "long", day: "numeric", month: "long", year: "numeric" })} at ${format(date, {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  })}`;
}

/** @param {Date} date */
export function shortTime(date) {
  return `${format(date, { weekday: "short", day: "numeric", month: "short", year: "numeric" })}, ${clockTime(date)}`;
}

/** What a day divider says. @param {Date} date */
export function dayLabel(date) {
  const near = nearWord(date);
  if (near && near !== "tomorrow") return capital(near);
  const sameYear = dayKey(date).slice(0, 4) === dayKey(store.now()).slice(0, 4);
  return format(date, { weekday: "long", day: "numeric", month: "long", ...(sameYear ? {} : { year: "numeric" }) });
}

/** "3 minutes ago". @param {Date} date */
export function ago(date) {
  const seconds = Math.round((store.now().getTime() - date.getTime()) / 1000);
  const steps = /** @type {const} */ ([["year", 31536000], ["month", 2592000], ["day", 86400], ["hour", 3600], ["minute", 60]]);
  for (const [unit, size] of steps) {
    if (Math.abs(seconds) >= size) {
      const count = Math.floor(Math.abs(seconds) / size);
      const words = `${count} ${unit}${count === 1 ? "" : "s"}`;
      return seconds > 0 ? `${words} ago` : `in ${words}`;
    }
  }
  return "just now";
}

/** @type {Record<string, (date: Date) => string>} */
const TOKENS = {
  date_num: (date) => dayKey(date),
  date_slash: (date) => format(date, { day: "2-digit", month: "2-digit", year: "numeric" }),
  date: (date) => format(date, { day: "numeric", month: "long", year: "numeric" }),
  date_short: (date) => format(date, { day: "numeric", month: "short", year: "numeric" }),
  date_long: (date) => format(date, { weekday: "long", day: "numeric", month: "long", year: "numeric" }),
  date_long_full: (date) => format(date, { weekday: "long", day: "numeric", month: "long", year: "numeric" }),
  time: clockTime,
  time_secs: (date) => format(date, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" }),
  ago,
  day_divider_pretty: dayLabel,
};
for (const name of ["date", "date_short", "date_long"]) {
  TOKENS[`${name}_pretty`] = (date) => nearWord(date) ?? TOKENS[name](date);
}

/**
 * What `<!date^…>` and rich text dates say.
 * @param {number} seconds
 * @param {string} pattern
 */
export function dateTokens(seconds, pattern) {
  const date = new Date(seconds * 1000);
  return pattern.replace(/\{([a-z_]+)\}/g, (typed, name) => (TOKENS[name] ? TOKENS[name](date) : typed));
}

/** Minutes that the reader's zone is ahead of UTC at an instant. @param {Date} date */
function zoneMinutes(date) {
  const [day, time] = [dayKey(date), format(date, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" })];
  return Math.round((Date.parse(`${day}T${time}Z`) - Math.floor(date.getTime() / 1000) * 1000) / 60000);
}

/** The value of a `datetime-local` input for a Unix time. @param {number} seconds */
export function localInputValue(seconds) {
  const date = new Date(seconds * 1000);
  return `${dayKey(date)}T${clockTime(date)}`;
}

/** The Unix time of a `datetime-local` value, read in the reader's zone. @param {string} value */
export function fromLocalInput(value) {
  const asUtc = Date.parse(`${value}Z`);
  if (Number.isNaN(asUtc)) return null;
  let guess = asUtc - zoneMinutes(new Date(asUtc)) * 60000;
  guess = asUtc - zoneMinutes(new Date(guess)) * 60000;
  return Math.floor(guess / 1000);
}
