"""Thirty pages in three submissions, and one mail that answers twenty-seven, in a browser."""

from __future__ import annotations

from playwright.async_api import expect

from tests.browser.conftest import Demo
from tests.browser.users import Mouse, accessible

GROUP = "https://www.facebook.com/groups/8190000000000{:02d}"
LISTS = ((1, 10), (11, 20), (21, 30))


def mail() -> str:
    """Ten in prose, ten in a table, seven in a list; three only in the quoted notice."""
    prose = " ".join(f"We have removed {GROUP.format(n)}." for n in range(1, 11))
    table = "\n".join(f"{GROUP.format(n)} | No violation" for n in range(11, 21))
    limited = "\n".join(GROUP.format(n) for n in range(21, 28))
    quoted = "\n".join(f"> {GROUP.format(n)}" for n in range(28, 31))
    return (
        f"Hello,\n\n{prose}\n\nPage | Decision\n{table}\n\nAccess to these groups has been restricted:\n"
        f"{limited}\n\nOn 2 March 2026 the referral desk wrote:\n{quoted}\n"
    )


async def test_one_mail_answers_three_submissions(demo: Demo) -> None:
    page = await demo.page()
    me = Mouse(page)
    for number, (first, last) in enumerate(LISTS, 1):
        await me.command("/flag " + " ".join(GROUP.format(n) for n in range(first, last + 1)))
        card = me.card(f"8190000000000{first:02d}", "Mark all referred")
        await me.press(card.get_by_role("button", name="Mark all referred"))
        for said in ("Documents", "Certain", "Both"):
            await me.form.get_by_role("radio", name=said, exact=True).check()
        await me.form.get_by_label("Submission reference").fill(f"FB-{number}")
        await me.press(me.form.get_by_role("button", name="Mark all referred"))
        await expect(me.form).to_be_hidden()
    await hand_in(me)
    await expect(me.form).to_contain_text(
        "27 lines understood: 10 closed, 7 restricted, 10 rejected"
    )
    await accessible(page, "light")
    await me.choose("Reason of all that are rejected", "Not breaching terms")
    await me.press(me.form.get_by_role("button", name="Record", exact=True))
    await expect(me.form).to_be_hidden()
    told = page.locator("#log .ephemeral").filter(has_text="Recorded from the platform's answer")
    await expect(told).to_contain_text("10 closed, 10 rejected, 7 restricted")
    await expect(me.card("8190000000000")).to_contain_text("Restricted on")
    await expect(await me.command("/referrals FB-3")).to_contain_text("3 waiting, 7 restricted")
    stats = await me.command("/referrals stats")  # beside the seeds' 578 and 485
    await expect(stats).to_contain_text("588 were closed, 7 restricted, 495 rejected")

    await hand_in(me)
    await expect(me.form.get_by_role("combobox")).to_have_count(4)  # three lines, and the reason
    await me.press(me.form.get_by_role("button", name="Close"))
    await me.press(told.get_by_role("button", name="Undo all"))
    await expect(page.locator("#log .ephemeral").last).to_contain_text("Taken back: 27 outcomes")
    await expect(await me.command("/referrals FB-3")).to_contain_text("10 waiting")


async def hand_in(me: Mouse) -> None:
    await me.send("/referrals answers")
    await me.form.get_by_label("The platform's answer").fill(mail())
    await me.press(me.form.get_by_role("button", name="Read it"))
