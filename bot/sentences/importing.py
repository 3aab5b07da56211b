"""Importing a team's earlier records: the file, its columns and rows, what was found, what was done.

`unit` is what a row's number counts: line, entry.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bot.sentences.counting import listed, plural, verb

# The file as a whole

EMPTY_FILE = "The file is empty."
DEMO_EXPORT = "This is an export of demo data. It can't go into a database of real referrals."
NO_PAGE_IN_JSON = (
    "No entry has a “page” (or url, link, address). The JSON has to be a list of objects, or an "
    "export of this bot. docs/import.md lists all names."
)
LIST_OR_OBJECT, QUOTED_NAME, VALUE = "a list or an object", "a name in quotation marks", "a value"
COLON, COMMA, MORE, THE_END = "a colon", "a comma", "more", "the end"
"""What JSON should go on with."""
LINE, ENTRY = "line", "entry"
COMMAS, SEMICOLONS, TABS, BARS = "commas", "semicolons", "tabs", "bars"
JSON, JSON_LINES = "JSON", "JSON Lines"
EXCEL, OLD_EXCEL, PDF = "an Excel or OpenDocument file", "an old Excel file", "a PDF"


def not_a_table(kind: str) -> str:
    return f"This is {kind}. Open it and save it as CSV (in Excel: “CSV UTF-8”), then import that."


def unknown_encoding(typed: str) -> str:
    return f"“{typed}” isn't an encoding that is known. Try windows-1252 or utf-8."


def wrong_encoding(line: int, encoding: str) -> str:
    return f"Line {line:,} isn't {encoding}. Save the file as “CSV UTF-8”."


def broken_csv(line: int, reason: str) -> str:
    return (
        f"The CSV can't be read from line {line:,} on: {reason}. "
        "Is a quotation mark there that isn't closed?"
    )


def broken_json(character: int, expected: str) -> str:
    return f"The JSON breaks off or is wrong at character {character:,}: {expected} expected."


def broken_json_line(line: int) -> str:
    return f"Line {line:,} isn't an object in JSON. Every line of JSON Lines is one."


def entry_is_no_object(entry: int) -> str:
    return f"Entry {entry:,} of the JSON isn't an object."


def no_page_column(columns: Sequence[str]) -> str:
    return (
        "No column holds the pages' addresses. The first line has to name the columns, and one of "
        "them “page” (or url, link, address); docs/import.md lists all names. "
        f"It says: {', '.join(columns)[:300]}."
    )


def no_date_column(columns: Sequence[str]) -> str:
    return (
        "No column says when a page was referred. Name one “referred_at” (or referred, reported, "
        "sent, date referred); docs/import.md lists all names. "
        f"The file has: {', '.join(columns)}."
    )


def csv_kind(separator: str, encoding: str) -> str:
    """`separator` is commas, semicolons, tabs or bars."""
    return f"CSV, separated by {separator}, {encoding}"


# Dates

DATES_ACCEPTED = "2026-11-14, 2026-11-14 09:30, 14.11.2026, 14/11/2026, 14 November 2026"
NUMBER_OF_DAYS = "This is a number of days. Format the column as a date and save the file again."
NOT_A_DATE = f"This isn't a date that is understood. Write it like one of: {DATES_ACCEPTED}."
NO_SUCH_DAY = f"There is no such day. Write it like one of: {DATES_ACCEPTED}."
DAY_OR_MONTH_FIRST = (
    "Is the day or the month first? No other date in the file shows it: use --dates dmy or mdy."
)
IN_THE_FUTURE = "This is in the future."


def two_date_orders(
    unit: str, one: int, first: str, day: str, other: int, second: str, month: str
) -> str:
    """`first` and `second` are the columns of `day` and `month`, two dates as the file has them."""
    return (
        f"{unit.capitalize()} {one:,} ({first}) has “{day}”, with the day first, and {unit} "
        f"{other:,} ({second}) “{month}”, with the month first. Write all dates in one way, best "
        "as 2026-11-14."
    )


def unclear_date_order(unit: str, line: int, column: str, date: str) -> str:
    return (
        f"{unit.capitalize()} {line:,} ({column}) has “{date}”. Is the day or the month first? "
        "No date in the file shows it."
    )


# Rows

CELL_IS_EMPTY = "This cell is empty."
TOO_MANY_CELLS = (
    "This row has more cells than there are columns. Is a cell with a comma in it not in "
    "quotation marks?"
)
ADDRESS_ERASED = "Retention has erased the page's address, so this row can't be taken."
OUTCOME_NEEDS_REFERRING = f"{CELL_IS_EMPTY} An outcome needs the day of referring."
FLAGGED_IS_BEFORE_REFERRING = "“Flagged” is before referring, but a day of referring is given."
REFERRAL_NEEDS_DATE = f"{CELL_IS_EMPTY} A referral needs a date."
ONLY_ENDED_PAGES_COME_BACK = "Only a closed or gone page can come back."
APPEALED_AGAINST_WHAT = "The row says “appealed”, but not against which outcome."
APPEAL_NEEDS_DAY = f"{CELL_IS_EMPTY} An appeal needs its day."
OUTCOME_NEEDS_DAY = f"{CELL_IS_EMPTY} An outcome needs its day."


def columns_differ(values: Sequence[str]) -> str:
    return f"Several columns say this, and they differ: {', '.join(values)[:200]}."


def choose_word(words: Iterable[str]) -> str:
    return f"Choose: {', '.join(words)}."


def choose_from_config(words: Iterable[str], *, empty: bool = False) -> str:
    start = f"{CELL_IS_EMPTY} " if empty else ""
    return f"{start}Choose one of config.yaml's: {', '.join(words)}."


def outcome_cannot_follow(first: str, final: str) -> str:
    return f"What was {first} can't become {final}."


def cannot_be_appealed(state: str) -> str:
    return (
        f"What is {state} can't be appealed; what is rejected or restricted can. If it was closed "
        "after the appeal, say “rejected” in a column first_outcome."
    )


def cannot_close_later(state: str) -> str:
    return f"What is {state} can't be closed later."


def cannot_be_gone_too(state: str) -> str:
    return f"A page that is {state} can't be gone as well."


def same_page_same_day(unit: str, line: int) -> str:
    return (
        f"{unit.capitalize()} {line:,} has the same page and day, but says something else about "
        "it. Keep one of them."
    )


def still_open(unit: str, line: int) -> str:
    return (
        f"{unit.capitalize()} {line:,} still has the same page open on that day. Give that one "
        "its outcome, or keep one of them."
    )


# What a check found

NOTHING_NEW = "There is nothing new to record."
STATES: Mapping[str, str] = {"referred": "waiting", "flagged": "flagged, not referred"}
"""States that are called something else here."""


def states(counted: Mapping[str, int]) -> str:
    """`578 closed, 485 rejected, 137 waiting`."""
    return ", ".join(f"{count:,} {STATES.get(one, one)}" for one, count in counted.items() if count)


def looked_through(kind: str, count: int, first_day: str, last_day: str) -> str:
    days = f", {first_day} to {last_day}" if first_day else ""
    return f"{kind}: {plural(count, 'row')}{days}."


def order_shown(day_first: bool) -> str:
    first = "day" if day_first else "month"
    return f"Dates like 03/04/2026 have the {first} first, as others in the file show."


def to_record(counted: Mapping[str, int], channel: str) -> str:
    total = plural(sum(counted.values()), "referral")
    return f"{total} to record in #{channel}: {states(counted)}."


def already_here(count: int) -> str:
    return (
        f"{plural(count, 'row')} {verb(count, 'is', 'are')} here already and "
        f"{verb(count, 'stays', 'stay')} as {verb(count, 'it is', 'they are')}."
    )


def put_right(count: int) -> str:
    return f"Who flagged is put right in {count:,} of these."


def open_elsewhere(unit: str, numbers: Sequence[tuple[int, int]]) -> str:
    """`numbers` are pairs: a row's, and that of the referral which is open."""
    named = listed(f"{unit} {line:,}: R-{number}" for line, number in numbers)
    return f"Among them are pages that are open here as another referral ({named})."


def repeated(count: int) -> str:
    return (
        f"{plural(count, 'row')} {verb(count, 'repeats', 'repeat')} another row and "
        f"{verb(count, 'is', 'are')} counted once."
    )


def columns_left_out(columns: Sequence[str]) -> str:
    return f"These columns aren't understood and are left out: {listed(columns)}."


def _counted(names: Mapping[str, int]) -> str:
    return listed(f"{name[:60]} ({count:,})" for name, count in names.items())


def unknown_people(names: Mapping[str, int]) -> str:
    return (
        f"These people aren't known here: {_counted(names)}. They are recorded as typed, and "
        "nobody is reminded in their place but the leads."
    )


def shared_name(name: str, choices: Sequence[str]) -> str:
    return f"For “{name[:60]}” the file can say which person is meant: {listed(choices, 5)}."


def unknown_channels(names: Mapping[str, int], channel: str) -> str:
    return f"These channels aren't known here: {_counted(names)}. Theirs go to #{channel}."


def fault(unit: str, line: int, column: str, value: str, what: str) -> str:
    """One thing that is wrong with a row; `column` and `value` may be empty."""
    where = f", {column}" if column else ""
    said = f" “{value}”" if value else ""
    return f"{unit.capitalize()} {line:,}{where}{said}: {what}"


def cannot_be_taken(count: int) -> str:
    return f"{plural(count, 'row')} can't be taken:"


# On the command line

SAY_DATES = "Use --dates dmy (day first) or --dates mdy, or write dates as 2026-11-14."
SAY_ENCODING = "Or, if an older program wrote it in Western Europe, use --encoding windows-1252."
LEFT_OUT = "They are left out."


def imported(counted: Mapping[str, int], credited: int) -> str:
    """`credited` had who flagged them put right."""
    total = plural(sum(counted.values()), "referral")
    right = f" Who flagged is put right in {plural(credited, 'referral')}." if credited else ""
    return f"Imported {total}{f': {states(counted)}' if counted else ''}.{right}"


def faults_written(path: str) -> str:
    return f"{path} has these rows, each with why. Mend them there and import that file."


def nothing_recorded(faults_written: bool) -> str:
    how = "" if faults_written else ", or write these rows to a file with --faults FILE.csv"
    return f"Nothing was recorded. Mend the file{how}, or leave these rows out with --skip-faulty."


def not_a_user(typed: str) -> str:
    return f"“{typed}” isn't a Slack user id. Write it like U012ABCDEF."


def not_a_default(typed: str, columns: Sequence[str]) -> str:
    return (
        f"“{typed}” isn't a default. Write it like category=vessels. Columns: {', '.join(columns)}."
    )


def which_channel(typed: str, known: Sequence[str]) -> str:
    """`typed` is empty where no channel was named."""
    asked = (
        f"“{typed}” isn't one of the bot's channels."
        if typed
        else "Which channel do the records belong to?"
    )
    choose = f" or name. Choose: {', '.join(known)}." if known else ", for example C012ABCDEF."
    return f"{asked} Use --channel with its id{choose}"


# In Slack

ONLY_LEADS = "Only a lead can import records. Ask one of your leads."
CHOOSE_FILE = "Choose one file."
CHOOSE_ORDER = "Choose it below, and hand the file in again."
BEGUN = "I'm importing these records now. I'll tell you here when it's done."
FILE_CHANGED = "The file has changed since it was checked. Please begin again."
IMPORT_AGAIN = "Importing the file again records what is missing."
TITLE = "Import records"
CHECK_FILE = "Check the file"
FILE_LABEL = "File"
FILE_HINT = (
    "Up to 10 MB. It needs a column with the addresses and one with the dates. Save Excel files "
    "as “CSV UTF-8” first."
)
DATES_LABEL = "In dates like 03/04/2026"
AS_THE_FILE_SHOWS, DAY_FIRST, MONTH_FIRST = "As the file shows", "Day first", "Month first"
CHOOSE = "Choose"
LEFT_OUT_WITH_FILE = "These rows are left out. You get them as a file that says why."
MEND_AND_REPEAT = "Mend these rows in the file, and import it again."
FAULTY_FILE = "not-imported.csv"


def in_the_channel(command: str) -> str:
    return f"Type `{command} import` in the channel that the records belong to."


def introduction(channel: str) -> str:
    return (
        f"Records that the team has from before, as CSV, JSON or JSON Lines, for *#{channel}*. "
        "The file is checked first: you see what would be recorded."
    )


def submit(count: int) -> str:
    return f"Import {plural(count, 'referral')}"


def faulty_file_title(count: int) -> str:
    return f"{plural(count, 'row')} that could not be taken"


def faulty_rows_sent(count: int) -> str:
    return (
        f"{plural(count, 'row')} could not be taken: the file with "
        f"{verb(count, 'it', 'them')} is in our direct messages."
    )


def announced(by: str, counted: Mapping[str, int]) -> str:
    """The line in the channel; states are called as a reader of the channel knows them."""
    called = {"referred": "waiting for an answer", "flagged": "flagged, not referred"}
    parts = ", ".join(f"{count:,} {called.get(one, one)}" for one, count in counted.items())
    total = sum(counted.values())
    return (
        f"{by or 'The bot'} imported {plural(total, 'referral')} from the team's earlier records: "
        f"{parts}. {verb(total, 'It counts', 'They count')} in all figures."
    )
