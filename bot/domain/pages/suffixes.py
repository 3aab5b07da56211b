"""Which endings are those of sites, from the public suffix list that tldextract carries with it."""

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from ada_url import idna_to_ascii

from bot.domain.platforms.table import listed

if TYPE_CHECKING:
    from tldextract import TLDExtract

# Endings that a name in running text may have without being a site: files, and words after a full
# stop whose space is missing ("He is gone.In the morning").
FILES = frozenset(
    listed(
        "7z apk avi bak bat bmp c cfg conf cpp css csv dmg doc docx eml exe gif gz h heic html htm ini"
        " iso jar java jpeg jpg js json jsx key log m4a mkv mov mp3 mp4 msg odp ods odt ogg pages pcap"
        " pdf php png pps ppt pptx psd rar rtf sql svg tar tgz tif tiff toml ts tsv txt wav webm webp"
        " xls xlsm xlsx xml yaml yml zip md py rs sh pl ps"
    )
)
_WORDS = frozenset(listed("am as at be by do id in is it me my no or so to us"))
_COMMON = frozenset(listed("com net org info biz edu gov mil int eu onion example"))


@cache
def _extract() -> "TLDExtract":
    # Imported when first needed: it takes ten times as long as everything else here.
    from tldextract import TLDExtract

    return TLDExtract(suffix_list_urls=(), cache_dir=None)


@lru_cache(maxsize=1024)
def known_suffix(host: str) -> bool:
    """Whether a host ends in a public suffix and has a name before it, or is one of several labels,
    under which there may be a site as well: gov.uk, police.uk."""
    name = idna_to_ascii(host).decode()
    last = name.rpartition(".")[2].lower()
    if last in _COMMON:
        return True
    found = _extract()(name)
    return bool(found.suffix and (found.domain or "." in name))


@lru_cache(maxsize=1024)
def registrable(host: str) -> str:
    """The part of a host that somebody registered: example.co.uk of www.example.co.uk."""
    found = _extract()(host)
    return f"{found.domain}.{found.suffix}" if found.suffix and found.domain else host


def may_be_a_word(host: str) -> bool:
    """Whether a name with a known ending, standing alone, is as well a file, an ending or two words."""
    labels = host.split(".")
    last = labels[-1].lower()
    if last in FILES:
        return True
    if last in _COMMON or len(labels) > 2:
        return False
    # "gone.De", "hello.world": a capital behind the dot, or an ending that is a word itself.
    if len(last) != 2 or last in _WORDS or (labels[-1][0].isupper() and not host.isupper()):
        return True
    return is_ending(host)


def is_ending(host: str) -> bool:
    """Whether a host is itself an ending of sites: co.uk, gov.uk."""
    return not _extract()(host).domain
