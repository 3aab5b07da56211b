"""`/flag`, its form, and the message shortcut."""

from __future__ import annotations

import pytest

from bot.sentences import addresses
from tests.handlers.slack.conftest import MakeWorld
from tests.harness.with_slack.slack_harness import SlackHarness

GROUP = "https://www.facebook.com/groups/1234567890/"
SAME = "m.facebook.com/groups/1234567890?ref=share"


async def test_a_page_is_recorded_and_its_card_posted(world: SlackHarness) -> None:
    told = await world.analyst.asks(f"/flag {GROUP} seen in a closed group")
    assert told.private
    assert "R-1" in told.fallback
    assert told.shows("R-1 recorded", "Facebook", "`hxxps://www[.]facebook[.]com")
    assert told.labels == ["Category", "Confidence"]
    assert world.referrals.card("R-1").shows("Note:", "seen in a closed group")
    assert world.referral(1).note == "seen in a closed group"


async def test_the_selects_describe_the_page_and_refresh_the_answer(world: SlackHarness) -> None:
    told = await world.analyst.asks(f"/flag {GROUP}")
    await world.analyst.picks("Request for help", told, menu="Category")
    told = world.analyst.told
    assert told.shows("*R-1 recorded*: Request for help.", "likely to be rejected")
    assert told.control("Category").chosen == "Request for help"
    await world.analyst.picks("Certain", told, menu="Confidence")
    told = world.analyst.told
    assert told.shows("Request for help, confidence certain")
    assert len(world.analyst.sees()) == 1, "the answer is replaced, not repeated"
    assert world.referrals.card("R-1").shows("Request for help", "certain")


async def test_the_next_flag_offers_category_and_basis_as_last(world: SlackHarness) -> None:
    told = await world.analyst.asks(f"/flag {GROUP}")
    assert told.labels == ["Category", "Confidence"]  # nothing was said before
    await refer(world)  # by somebody else, with a basis
    told = await world.analyst.asks("/flag https://www.facebook.com/groups/2/ ftp://c.com/3")
    as_last = "As last: Documents, illegal content and the platform's terms"
    assert told.labels == ["Category", "Confidence", as_last]
    await world.analyst.clicks(as_last, told)
    told = world.analyst.told
    assert told.shows("*R-2 recorded*: Documents, illegal content and the platform's terms.")
    assert told.shows("Left out")
    assert told.labels == ["Category", "Confidence"]
    two = world.referral(2)
    assert (two.category, two.basis, two.confidence) == ("documents", "both", None)
    # Another's last is not offered, nor where something was said already.
    world.second.goes_to(world.referrals)
    told = await world.second.asks("/flag https://www.facebook.com/groups/3/")
    assert told.labels == ["Category", "Confidence"]


async def test_as_last_is_offered_of_nothing_that_keeps_no_text(world: SlackHarness) -> None:
    told = await world.analyst.asks(f"/flag {GROUP}")
    await world.analyst.picks("Sexual abuse of children", told, menu="Category")
    told = await world.analyst.asks("/flag https://www.facebook.com/groups/2/")
    assert told.labels == ["Category", "Confidence"]


async def test_what_was_left_out_outlasts_the_choices(world: SlackHarness) -> None:
    await world.analyst.asks(f"/flag {GROUP} ftp://c.com/3 x@y")
    left_out = "Left out: `ftp:` addresses can't be flagged"
    assert world.analyst.told.shows("*R-1 recorded*", left_out)
    await world.analyst.picks("Vessels", world.analyst.told, menu="Category")
    assert world.analyst.told.shows("*R-1 recorded*: Vessels", left_out)
    await world.analyst.picks("Certain", world.analyst.told, menu="Confidence")
    assert world.analyst.told.shows("confidence certain", left_out)
    assert world.analyst.told.text.count("Left out") == 1


async def test_describing_what_was_referred_meanwhile_is_refused(world: SlackHarness) -> None:
    told = await world.analyst.asks(f"/flag {GROUP}")
    await refer(world)
    answer = await world.analyst.picks("Vessels", told, menu="Category")
    assert answer
    assert answer.shows("R-1 is referred, so its category, confidence and basis stay as they are.")
    assert world.referral(1).category == "documents"


async def refer(world: SlackHarness, name: str = "R-1") -> None:
    await world.second.clicks("Mark referred", world.referrals.card(name))
    errors = await world.second.fills(
        {"Category": "Documents", "Confidence": "High", "Basis": "Both"}
    )
    assert errors == {}


async def test_a_page_that_is_open_already_is_shown_and_nothing_changes(
    world: SlackHarness,
) -> None:
    await world.analyst.asks(f"/flag {GROUP}")
    told = await world.second.asks(f"/flag {SAME}")
    assert told.shows("Already open: *R-1*", "Nothing new was recorded", "Owner", "Analyst")
    assert "Mark referred" in told.labels
    assert world.count == 1
    assert world.referral(1).version == 1


async def test_a_rejected_page_is_shown_with_appeal_and_refer_again(world: SlackHarness) -> None:
    await world.analyst.asks(f"/flag {GROUP}")
    await refer(world)
    await world.analyst.clicks("Rejected", world.referrals.card("R-1"))
    await world.analyst.fills({"Reason": "Not illegal"})
    told = await world.second.asks(f"/flag {SAME}")
    assert told.shows("*R-1* has this page. Rejected on", "appeal, or refer it again")
    await world.second.clicks("Refer again", told)
    assert await world.second.fills({"Reason": "New evidence"}) == {}
    assert world.second.told.shows("R-1 is referred again: it goes on as *R-2*, attempt 2.")
    assert world.referrals.card("R-2").shows("Attempt", "2, after R-1")


async def test_several_rejected_pages_have_their_buttons_in_the_answer(world: SlackHarness) -> None:
    for number, url in ((1, GROUP), (2, "https://a.com/x")):
        await world.analyst.asks(f"/flag {url}")
        await refer(world, f"R-{number}")
        await world.analyst.clicks("Rejected", world.referrals.card(f"R-{number}"))
        await world.analyst.fills({"Reason": "Other"})
    told = await world.analyst.asks(f"/flag {GROUP} https://a.com/x https://b.com/new")
    assert told.labels == ["Appeal", "Refer again", "Appeal", "Refer again"]
    await world.analyst.clicks("Appeal", told, near="*R-2*")
    assert world.analyst.form.shows("R-2 ·")


async def test_a_closed_page_that_is_back_gets_a_second_attempt(world: SlackHarness) -> None:
    await world.analyst.asks(f"/flag {GROUP}")
    await refer(world)
    await world.analyst.clicks("Closed", world.referrals.card("R-1"))
    told = await world.second.asks(f"/flag {SAME}")
    assert told.shows("*Reappeared: R-2*, attempt 2, after R-1")
    assert world.referrals.card("R-1").shows("The page came back")


async def test_several_pages_get_a_line_each_and_what_was_left_out_is_named(
    world: SlackHarness,
) -> None:
    told = await world.analyst.asks(
        "/flag https://a.com/1 https://b.com/2 ftp://c.com/3 <https://d.com/4|d.com> again"
    )
    assert told.shows("*R-1 recorded*", "*R-2 recorded*", "*R-3 recorded*")
    assert told.shows("Left out: `ftp:` addresses can't be flagged")
    assert told.labels == []
    assert world.count == 3
    assert all(world.referrals.has_card(f"R-{number}") for number in (1, 2, 3))


async def test_more_than_five_pages_make_one_list(world: SlackHarness) -> None:
    urls = " ".join(f"https://site{number}.com/x" for number in range(8))
    told = await world.analyst.asks(f"/flag {urls}")
    assert told.shows("*R-8 recorded*")
    assert len(world.referrals.messages) == 1
    assert world.referrals.last.shows("8 pages flagged by Analyst", "*R-8 · ")
    card = await world.second.clicks("Show", world.referrals.last, near="*R-3 · ")
    assert card
    assert card.private
    assert card.shows("*R-3 · ")
    assert "Mark referred" in card.labels


async def test_the_form_opens_and_records(world: SlackHarness) -> None:
    assert await world.analyst.types("/flag") is None
    form = world.analyst.form
    assert form.title == "Flag a page"
    assert form.labels == ["Page", "Note", "Category", "Confidence", "Basis"]
    assert form.control("Page").element["type"] == "plain_text_input"
    errors = await world.analyst.fills(
        {
            "Page": "hxxps://www[.]facebook[.]com/groups/1234567890/",
            "Note": "from a tip",
            "Category": "Vessels",
            "Confidence": "High",
            "Basis": "Illegal content",
        }
    )
    assert errors == {}
    assert not world.analyst.has_form
    assert world.analyst.told.shows("R-1 recorded")
    referral = world.referral(1)
    assert (referral.page_key, referral.note) == ("facebook:group:1234567890", "from a tip")
    assert (referral.category, referral.confidence, referral.basis) == ("vessels", "high", "law")


async def test_the_form_says_what_is_wrong_at_the_field_and_keeps_what_was_typed(
    world: SlackHarness,
) -> None:
    await world.analyst.types("/flag")
    errors = await world.analyst.fills({"Page": "nothing here", "Note": "keep me"})
    assert errors == {"Page": addresses.NONE}
    assert world.analyst.typed("Note") == "keep me"
    assert await world.analyst.fills({"Page": "https://a.com/"}) == {}
    assert world.count == 1


async def test_an_empty_form_is_not_handed_in(world: SlackHarness) -> None:
    await world.analyst.types("/flag")
    assert list(await world.analyst.fills({"Note": "no page"})) == ["Page"]


async def test_a_look_alike_host_is_its_own_page_with_a_warning(world: SlackHarness) -> None:
    told = await world.analyst.asks("/flag https://fаcebook.com/groups/1234567890")
    assert told.shows("R-1 recorded", ":warning:")
    assert world.referral(1).platform == "web"
    assert world.referrals.card("R-1").shows(":warning:")


async def test_a_platform_under_lead_review_answers_without_a_number(
    make_world: MakeWorld,
) -> None:
    world = await make_world(lead_review=["facebook"])
    told = await world.analyst.asks(f"/flag {GROUP}")
    assert told.shows("Recorded. A lead looks at this one first.")
    assert "R-1" not in told.text + told.fallback
    assert world.referrals.messages == []
    assert world.direct(world.lead).shows("A page waits for a lead", "R-1")


async def test_what_a_lead_flags_needs_no_review(make_world: MakeWorld) -> None:
    world = await make_world(lead_review=["all"])
    assert (await world.lead.asks(f"/flag {GROUP}")).shows("R-1 recorded")


async def test_commands_may_have_other_names(make_world: MakeWorld) -> None:
    world = await make_world(commands={"flag": "/report-page", "referrals": "/pages"})
    assert (await world.analyst.asks(f"/report-page {GROUP}")).shows("R-1 recorded")
    assert (await world.analyst.asks("/pages")).shows("Open in this channel (1)")
    assert (await world.analyst.asks("/pages help")).shows("/report-page URL", "/pages mine")
    assert (await world.analyst.asks("/pages xyzzy")).shows("`/pages help`", "`/report-page URL`")
    assert (await world.analyst.asks("/pages R-9")).shows("There is no R-9", "`/pages` lists")
    other = await world.analyst.asks("/pages https://www.facebook.com/groups/9999999999/")
    assert other.shows("`/report-page` and its address records one")


class TestShortcut:
    NAME = "Flag links in message"

    async def test_the_links_of_a_message_are_recorded(self, world: SlackHarness) -> None:
        ts = await world.analyst.says(f"look at {GROUP} and https://b.com/2, bad people & worse")
        told = await world.second.uses(self.NAME, ts)
        assert told
        assert told.private
        assert told.shows("*R-1 recorded*", "*R-2 recorded*")
        assert world.referral(1).flagger == world.second.id
        assert world.referral(1).note == ""

    async def test_a_bare_address_counts_too(self, world: SlackHarness) -> None:
        ts = await world.analyst.says("they moved to hxxps://bad[.]example[.]com/x")
        told = await world.second.uses(self.NAME, ts)
        assert told
        assert told.shows("*R-1 recorded*", "hxxps://bad[.]example[.]com/x")

    async def test_a_message_without_links_says_so(self, world: SlackHarness) -> None:
        ts = await world.analyst.says("good morning")
        told = await world.second.uses(self.NAME, ts)
        assert told
        assert told.shows("There are no links in this message")
        assert world.count == 0

    async def test_it_works_in_a_thread(self, world: SlackHarness) -> None:
        parent = await world.analyst.says("news")
        await world.analyst.types(f"this one {GROUP}", thread=parent)
        timeline = world.workspace.timeline(world.referrals.id)
        reply = timeline.newest(5, keys=timeline.threads[parent]).messages[-1]
        told = await world.second.uses(self.NAME, reply.ts)
        assert told
        assert told.body["thread_ts"] == parent
        assert told.shows("R-1 recorded")

    @pytest.mark.parametrize("count", [21, 50])
    async def test_too_many_links_are_refused_whole(self, world: SlackHarness, count: int) -> None:
        links = " ".join(f"https://site{number}.com/x" for number in range(count))
        ts = await world.analyst.says(links)
        told = await world.second.uses(self.NAME, ts)
        assert told
        assert told.shows(f"{count} addresses are too many")
        assert world.count == 0


@pytest.mark.parametrize(
    ("first", "second", "label"),
    [
        ("https://blog.example/@some_one", "https://blog.example/@some_two", "Other site"),
        ("tiktok.com/search?q=boats", "tiktok.com/search?q=visa", "TikTok"),
        ("https://vk.com/wall-1_2_r3", "https://vk.com/wall-1_2_r4", "VK"),
        ("https://rumble.com/vdmum1-boats.html", "https://rumble.com/vdmum2-boats.html", "Rumble"),
    ],
)
async def test_two_pages_of_a_platform_are_two_referrals(
    world: SlackHarness, first: str, second: str, label: str
) -> None:
    told = await world.analyst.asks(f"/flag {first}")
    assert told.shows("R-1 recorded", label)
    assert not any(other in told.text for other in ("Mastodon", "looks like"))
    assert (await world.analyst.asks(f"/flag {second}")).shows("R-2 recorded", label)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("https://twitter.com/hashtag/a", "https://x.com/hashtag/a/"),
        (
            "https://www.facebook.com/reel/1029384756",
            "facebook.com/reel/1029384756/?s=x&stack_idx=0",
        ),
        ("https://rumble.com/vdmum1-boats.html", "https://www.rumble.com/vDMUM1?e9s=src"),
        (
            "https://truthsocial.com/@u/posts/108618228543962049",
            "truthsocial.com/@u/108618228543962049",
        ),
        ("https://m.vk.com/album-1_2", "https://vk.com/album-1_2"),
    ],
)
async def test_two_spellings_of_a_page_are_one_referral(
    world: SlackHarness, first: str, second: str
) -> None:
    await world.analyst.asks(f"/flag {first}")
    assert (await world.analyst.asks(f"/flag {second}")).shows("Already open: *R-1*")
    assert world.count == 1


async def test_a_front_page_is_refused(world: SlackHarness) -> None:
    told = await world.analyst.asks("/flag https://t.me")
    assert told.shows("names no page on Telegram. Give the address of the page itself.")
    assert world.count == 0
    told = await world.analyst.asks("/flag https://telegram.org/evil")
    assert "looks like" not in told.text


INSIDE = "https%3A%2F%2Fwww.facebook.com%2Fgroups%2F1234567890"


async def test_two_invitations_are_two_pages(world: SlackHarness) -> None:
    one, other = (f"https://signal.group/#CjQKIA{name * 16}" for name in "aB")
    assert (await world.analyst.asks(f"/flag {one}")).shows("R-1 recorded")
    assert (await world.analyst.asks(f"/flag {other}")).shows("R-2 recorded")
    assert (await world.analyst.asks(f"/flag {one}")).shows("Already open", "R-1")
    assert world.referral(2).canonical == other


async def test_an_address_with_commas_is_one_page(world: SlackHarness) -> None:
    address = "www.news.example/a,3/b,702428.html"
    assert (await world.analyst.asks(f"/flag {address} boats")).shows("R-1 recorded")
    assert world.referral(1).canonical == f"https://{address}"
    assert world.referral(1).note == "boats"


async def test_the_page_inside_a_mail_filters_link_is_recorded(world: SlackHarness) -> None:
    address = f"https://eur01.safelinks.protection.outlook.com/?url={INSIDE}&data=05%7Cme%40a.org"
    told = await world.analyst.asks(f"/flag {address}")
    assert told.shows("R-1 recorded", "The address was inside a link of safelinks", "Facebook")
    referral = world.referral(1)
    assert (referral.page_key, referral.url) == ("facebook:group:1234567890", address)
    card = world.referrals.card("R-1")
    assert card.shows("hxxps://www[.]facebook[.]com/groups/1234567890")
    for shown in (card, told):
        assert "data=05" not in shown.text + shown.fallback
        assert "a.org" not in shown.text + shown.fallback
    assert (await world.analyst.asks(f"/flag {GROUP}")).shows("Already open", "R-1")


async def test_a_link_for_sharing_is_answered_with_the_page(world: SlackHarness) -> None:
    told = await world.analyst.asks(f"/flag https://www.facebook.com/sharer.php?u={INSIDE}")
    assert told.shows("R-1 recorded", "this is the page that it would share")
    told = await world.analyst.asks("/flag https://www.facebook.com/sharer.php")
    assert told.shows("is a link for sharing and names no page")


async def test_a_short_link_is_recorded_and_says_what_to_do(world: SlackHarness) -> None:
    told = await world.analyst.asks("/flag https://bit.ly/3abc")
    assert told.shows("R-1 recorded", addresses.HIDDEN)
    assert world.referral(1).platform == "web"


async def test_a_copy_names_the_original(world: SlackHarness) -> None:
    told = await world.analyst.asks(f"/flag https://web.archive.org/web/2020/{GROUP}")
    assert told.shows("R-1 recorded", "another site", "www[.]facebook[.]com/groups/1234567890")


async def test_the_marks_round_an_address_are_no_part_of_it(world: SlackHarness) -> None:
    await world.analyst.asks("/flag （https://t.me/some_channel）。这是")
    assert world.referral(1).page_key == "telegram:channel:some_channel"
    await world.analyst.asks("/flag https://t.me /other_channel")
    assert world.referral(2).page_key == "telegram:channel:other_channel"
    told = await world.analyst.asks("/flag 85.93.4.0/25")
    assert told.shows("is a network, not a page")


async def test_a_message_in_slack_is_no_page(world: SlackHarness) -> None:
    told = await world.analyst.asks("/flag https://team.slack.com/archives/C0123/p1700000000000000")
    assert told.shows(addresses.SLACK)
    assert world.count == 0
