"""LinkedIn. Names in paths fold case; a post is known by the number of its activity."""

from datetime import date

from bot.domain.platforms.table import ANY, NUMBER, Id, Kind, Platform, ReportingLink, Words, listed

# A post or a job that is opened over the page.
_OPENED = ("highlightedUpdateUrn", "highlightedUpdateUrns", "currentJobId")
_TABS = listed("comments about posts jobs people life videos events products insights mycompany")

LINKEDIN = Platform(
    id="linkedin",
    label="LinkedIn",
    report=ReportingLink(
        "https://www.linkedin.com/help/linkedin/answer/a1339420",
        "https://www.linkedin.com/help/linkedin/answer/a1338436",
        date(2026, 9, 4),
    ),
    hosts=("linkedin.com",),
    homes=listed("feed jobs mynetwork messaging notifications"),
    others=listed("licdn.com linkedin.cn linkedin-ei.com linkedinlabs.com"),
    mirrors="www|m|touch|[a-z]{2}",
    ids={
        "part": Words(("details", "detail", "recent-activity", "overlay")),
        "profile": Id("A-Za-z0-9_%-", "2,200", fold=True),
        "company": Id("A-Za-z0-9_.%-", "1,200", fold=True),
        "school": Id("A-Za-z0-9_.%-", "1,200", fold=True),
        "showcase": Id("A-Za-z0-9_.%-", "1,200", fold=True),
        "group": NUMBER,
        "job": Id("0-9", "6,20"),
        "event": Id("0-9", "6,25"),
        "post": Id("0-9", "10,25"),
        "ugc": Id("0-9", "10,25"),
        "share": Id("0-9", "10,25"),
        "long": Id("0-9", "19"),
        "article": Id("A-Za-z0-9_%-", "1,250"),
        "code": Id("A-Za-z0-9_-", "4,20"),
        "language": Id("a-z", "2"),
        "hash": Id("A-Za-z0-9_-", "1,20"),
        "tab": Words(_TABS),
        "any": ANY,
    },
    tracking=listed(
        "trk trackingId lipi midToken midSig trkEmail refId rcm originalSubdomain lici licu"
        " original_referer eBP"
    ),
    kinds=(
        Kind(
            "post",
            at=(
                "/feed/update/urn:li:activity:{post}",
                "/embed/feed/update/urn:li:activity:{post}",
                "/posts/{_any}-activity-{post}",
                "/posts/{_any}-activity-{post}-{_hash}",
            ),
            any_query=True,
            unless=("commentUrn", "dashCommentUrn"),
            same={
                "7190000000000000001": (
                    "https://www.linkedin.com/feed/update/urn:li:activity:7190000000000000001/",
                    "https://www.linkedin.com/feed/update/urn%3Ali%3Aactivity%3A7190000000000000001",
                    "https://www.linkedin.com/posts/some-one_boats-activity-7190000000000000001-AbCd?utm_source=share",
                    "https://fr.linkedin.com/posts/some-one_boats-activity-7190000000000000001",
                    "https://www.linkedin.com/embed/feed/update/urn:li:activity:7190000000000000001",
                )
            },
            other=(
                "https://www.linkedin.com/feed/update/urn:li:activity:7190000000000000002/",
                "https://www.linkedin.com/feed/update/urn:li:share:7190000000000000001/",
                "https://www.linkedin.com/feed/update/urn:li:activity:7190000000000000001/?commentUrn=1",
            ),
        ),
        Kind(
            "post",
            key="ugcPost/{ugc}",
            at=(
                "/feed/update/urn:li:ugcPost:{ugc}",
                "/embed/feed/update/urn:li:ugcPost:{ugc}",
                "/posts/{_any}-ugcPost-{ugc}",
                "/posts/{_any}-ugcPost-{ugc}-{_hash}",
            ),
            any_query=True,
            unless=("commentUrn", "dashCommentUrn"),
            same={
                "ugcPost/6850898786781339649": (
                    "https://www.linkedin.com/posts/some-one_boats-ugcPost-6850898786781339649-mM20",
                    "https://www.linkedin.com/feed/update/urn:li:ugcPost:6850898786781339649/",
                )
            },
            other=(
                "https://www.linkedin.com/posts/some-one_boats-ugcPost-6850898786781339648-mM20",
                "https://www.linkedin.com/posts/some-one_boats-activity-6850898786781339649-mM20",
            ),
        ),
        Kind(
            "post",
            key="share/{share}",
            at=(
                "/feed/update/urn:li:share:{share}",
                "/embed/feed/update/urn:li:share:{share}",
                "/posts/{_any}-share-{share}",
                "/posts/{_any}-share-{share}-{_hash}",
            ),
            any_query=True,
            unless=("commentUrn", "dashCommentUrn"),
            same={
                "share/7190000000000000009": (
                    "https://www.linkedin.com/posts/some-one_boats-share-7190000000000000009-AbCd",
                    "https://www.linkedin.com/feed/update/urn:li:share:7190000000000000009/",
                )
            },
            other=(
                "https://www.linkedin.com/feed/update/urn:li:share:7190000000000000008/",
                "https://www.linkedin.com/feed/update/urn:li:activity:7190000000000000009/",
            ),
        ),
        Kind(
            "profile",
            at=(
                "/in/{profile}",
                "/in/{profile}/{_language}",
                "/in/{profile}/{_part}/{_any}",
                "/mwlite/in/{profile}",
            ),
            any_query=True,
            same={
                "some-one-1a2b3c": (
                    "https://www.linkedin.com/in/some-one-1a2b3c/",
                    "https://fr.linkedin.com/in/Some-One-1a2b3c",
                    "http://linkedin.com/in/some-one-1a2b3c?trk=people",
                    "https://www.linkedin.com/in/some-one-1a2b3c/details/experience/",
                    "https://www.linkedin.com/in/some-one-1a2b3c/recent-activity/all/",
                    "https://www.linkedin.com/in/some-one-1a2b3c/detail/recent-activity/",
                    "https://www.linkedin.com/in/some-one-1a2b3c/en",
                )
            },
            other=(
                "https://www.linkedin.com/in/some-one-1a2b3d/",
                "https://www.linkedin.com/company/some-one-1a2b3c/",
            ),
        ),
        Kind(
            "company",
            at=("/company/{company}", "/company/{company}/{_tab}"),
            any_query=True,
            unless=_OPENED,
            same={
                "sea-crossings": (
                    "https://www.linkedin.com/company/sea-crossings/",
                    "https://de.linkedin.com/company/Sea-Crossings",
                    "http://linkedin.com/company/sea-crossings/about/",
                    "https://www.linkedin.com/company/sea-crossings?trk=x",
                )
            },
            other=(
                "https://www.linkedin.com/company/sea-crossings/jobs/?currentJobId=3900000001",
                "https://www.linkedin.com/company/sea-crossings-2/",
                "https://www.linkedin.com/showcase/sea-crossings/",
            ),
        ),
        Kind(
            "school",
            at=("/school/{school}", "/school/{school}/{_tab}"),
            any_query=True,
            unless=_OPENED,
            same={
                "sea-school": (
                    "https://www.linkedin.com/school/sea-school/",
                    "https://linkedin.com/school/Sea-School/about",
                )
            },
            other=(
                "https://www.linkedin.com/school/sea-school-2/",
                "https://www.linkedin.com/company/sea-school/",
            ),
        ),
        Kind(
            "showcase",
            at=("/showcase/{showcase}", "/showcase/{showcase}/{_tab}"),
            any_query=True,
            unless=_OPENED,
            same={
                "sea-boats": (
                    "https://www.linkedin.com/showcase/sea-boats/",
                    "https://linkedin.com/showcase/Sea-Boats/about",
                )
            },
            other=(
                "https://www.linkedin.com/showcase/sea-boats-2/",
                "https://www.linkedin.com/company/sea-boats/",
            ),
        ),
        Kind(
            "group",
            at=("/groups/{group}", "/groups/{group}/{_tab}"),
            any_query=True,
            unless=_OPENED,
            same={
                "1234567": (
                    "https://www.linkedin.com/groups/1234567/",
                    "https://m.linkedin.com/groups/1234567?trk=x",
                )
            },
            other=(
                "https://www.linkedin.com/groups/1234567?q=highlightedFeedForGroups&highlightedUpdateUrn=urn:li:groupPost:1234567-2",
                "https://www.linkedin.com/groups/1234568/",
                "https://www.linkedin.com/company/1234567/",
            ),
        ),
        Kind(
            "job",
            at=("/jobs/view/{job}", "/jobs/view/{_any}-{job}"),
            any_query=True,
            same={
                "3900000001": (
                    "https://www.linkedin.com/jobs/view/3900000001/",
                    "https://fr.linkedin.com/jobs/view/driver-at-sea-crossings-3900000001?refId=x",
                )
            },
            other=(
                "https://www.linkedin.com/jobs/view/3900000002/",
                "https://www.linkedin.com/jobs/view/",
            ),
        ),
        Kind(
            "event",
            at=(
                "/events/{event}",
                "/events/{event}/{_tab}",
                "/events/{_any}{event:long}",
                "/events/{_any}{event:long}/{_tab}",
            ),
            any_query=True,
            same={
                "7190000000000000003": (
                    "https://www.linkedin.com/events/7190000000000000003/",
                    "https://www.linkedin.com/events/7190000000000000003/about",
                    "https://www.linkedin.com/events/sea-boats-20267190000000000000003/comments/",
                )
            },
            other=(
                "https://www.linkedin.com/events/7190000000000000004/",
                "https://www.linkedin.com/groups/7190000000000000003/",
            ),
        ),
        Kind(
            "article",
            at=("/pulse/{article}",),
            any_query=True,
            same={
                "how-we-go-some-one": (
                    "https://www.linkedin.com/pulse/how-we-go-some-one/",
                    "https://linkedin.com/pulse/how-we-go-some-one?trackingId=x",
                )
            },
            other=(
                "https://www.linkedin.com/pulse/how-we-go-some-one-2/",
                "https://www.linkedin.com/in/how-we-go-some-one/",
            ),
        ),
        Kind(
            "link",
            key="lnkd.in/{code}",
            at=("lnkd.in/{code}",),
            any_query=True,
            same={"lnkd.in/eAbC_1-2": ("https://lnkd.in/eAbC_1-2", "http://lnkd.in/eAbC_1-2/")},
            other=("https://lnkd.in/eabc_1-2", "https://www.linkedin.com/eAbC_1-2"),
        ),
    ),
)
