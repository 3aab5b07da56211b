"""Platforms that are known by their hosts alone: no form of key is published for their pages, so
that every address on them is a page of its own."""

from bot.domain.platforms.fediverse import MISSKEY_SERVERS
from bot.domain.platforms.table import Platform, listed

_GOOGLE = tuple(
    f"google.{country}"
    for country in listed(
        "ad ae com.af com.ag al am co.ao com.ar as at com.au az ba com.bd be bf bg com.bh bi bj"
        " com.bn com.bo com.br bs bt co.bw by com.bz ca cd cf cg ch ci co.ck cl cm cn com.co co.cr"
        " com.cu cv com.cy cz de dj dk dm com.do dz com.ec ee com.eg es com.et fi com.fj fm fr ga"
        " ge gg com.gh com.gi gl gm gr com.gt gy com.hk hn hr ht hu co.id ie co.il im co.in iq is it"
        " je com.jm jo co.jp co.ke com.kh ki kg co.kr com.kw kz la com.lb li lk co.ls lt lu lv"
        " com.ly co.ma md me mg mk ml com.mm mn com.mt mu mv mw com.mx com.my co.mz com.na com.ng"
        " com.ni ne nl no com.np nr nu co.nz com.om com.pa com.pe com.pg com.ph com.pk pl pn com.pr"
        " ps pt com.py com.qa ro ru rw com.sa com.sb sc se com.sg sh si sk com.sl sn so sm sr st"
        " com.sv td tg co.th com.tj tl tm tn to com.tr tt com.tw co.tz com.ua co.ug co.uk com.uy"
        " co.uz com.vc co.ve co.vi com.vn vu ws rs co.za co.zm co.zw cat"
    )
)

# Each leads to blogspot.com; as the Public Suffix List named them.
_BLOGSPOT = " ".join(
    f"blogspot.{country}"
    for country in listed(
        "com ae al am ba be bg bj ca cf ch cl co.at co.id co.il co.ke co.nz co.uk co.za com.ar com.au"
        " com.br com.by com.co com.cy com.ee com.eg com.es com.mt com.ng com.tr com.uy cv cz de dk fi fr"
        " gr hk hr hu ie in is it jp kr li lt lu md mk mr mx my nl no pe pt qa re ro rs ru se sg si sk sn"
        " td tw ug vn"
    )
)


def _named(
    id: str,
    label: str,
    hosts: str,
    *,
    others: str = "",
    mirrors: str = "www|m|mobile",
    tracking: tuple[str, ...] = (),
    same_below: bool = False,
) -> Platform:
    return Platform(
        id=id,
        label=label,
        hosts=listed(hosts),
        kinds=(),
        ids={},
        mirrors=mirrors,
        others=listed(others),
        tracking=tracking,
        same_below=same_below,
    )


NAMED: tuple[Platform, ...] = (
    _named(
        "kwai",
        "Kwai",
        "kwai.com",
        others="kwai-video.com kw.ai kuaishou.com kwimgs.com",
        mirrors="www|m",
    ),
    _named("lemon8", "Lemon8", "lemon8-app.com"),
    _named(
        "signal",
        "Signal",
        "signal.group",
        others="signal.me signal.link signal.art signal.org signalusers.org",
    ),
    _named(
        "viber", "Viber", "viber.com", others="viber.click viber.me vb.me", mirrors="www|invite"
    ),
    _named("line", "LINE", "line.me", others="lin.ee line-apps.com line-scdn.net line.naver.jp"),
    _named("zalo", "Zalo", "zalo.me", others="zalo.vn zaloapp.com", mirrors="www"),
    _named("imo", "imo", "imo.im", mirrors="www"),
    _named("googlesites", "Google Sites", "sites.google.com", mirrors="www"),
    _named("googlemaps", "Google Maps", "maps.google.com", others="maps.app.goo.gl"),
    _named(
        "google",
        "Google",
        "google.com",
        others="googleusercontent.com googleapis.com gstatic.com withgoogle.com g.co "
        + " ".join(_GOOGLE),
    ),
    _named(
        "blogspot",
        "Blogspot",
        _BLOGSPOT,
        others="blogger.com",
        mirrors="www|m",
        # The form for telephones, and where a post was shared.
        tracking=("m", "spref"),
        same_below=True,
    ),
    _named("justpasteit", "JustPaste.it", "justpaste.it jpst.it", mirrors="www"),
    Platform(
        id="misskey",
        label="Misskey",
        hosts=MISSKEY_SERVERS,
        kinds=(),
        ids={},
        mirrors="www",
        host_in_key=True,
    ),
)
