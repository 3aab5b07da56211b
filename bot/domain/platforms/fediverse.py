"""Servers of the Fediverse, by the software that they run. What is not named here is "Other site".

A server is named where it is large, or where an example of a well-known program names it: Mastodon's
directory (joinmastodon.org/servers), the lists of yt-dlp's PeerTube and gallery-dl's Mastodon and
Misskey extractors, and PeerTube's directory (instances.joinpeertube.org). A team adds others in
config's `platforms`.
"""

from bot.domain.platforms.table import listed

MASTODON_SERVERS = listed(
    "mastodon.social mastodon.online mastodon.world mastodon.art mastodon.uno mastodon.cloud"
    " mastodon.xyz mastodon.nl mastodon.green mastodon.scot mastodon.ie mastodon.nu mastodon.sdf.org"
    " mastodon.gamedev.place mastodon.bida.im mastodon.top mastodon.com.br mastodon.zaclys.com"
    " mastodonapp.uk mastodontech.de mastodon.de mstdn.social mstdn.jp mstdn.ca mstdn.party"
    " mstdn.plus mstdn.games mas.to masto.ai masto.es masto.nu masto.pt m.cmx.im pawoo.net"
    " fosstodon.org hachyderm.io infosec.exchange techhub.social universeodon.com chaos.social"
    " social.vivaldi.net social.tchncs.de social.linux.pizza social.coop social.anoxinon.de"
    " troet.cafe norden.social nrw.social bonn.social ruhr.social muenchen.social det.social"
    " dresden.network literatur.social openbiblio.social sueden.social hessen.social"
    " piaille.fr mamot.fr framapiaf.org toot.aquilenet.fr c.im toot.community toot.wales toot.io"
    " aus.social sfba.social journa.host newsie.social mathstodon.xyz sciencemastodon.com"
    " scholar.social fediscience.org ecoevo.social octodon.social octodon.xyz kolektiva.social"
    " tech.lgbt lgbtqia.space ohai.social home.social indieweb.social climatejustice.social"
    " botsin.space baraag.net aethy.com fedibird.com best-friends.chat nerdculture.de livellosegreto.it"
    " union.place ioc.exchange defcon.social twit.social zirk.us metalhead.club"
    " mindly.social beige.party urbanists.social sunny.garden wandering.shop writing.exchange"
    " vmst.io disabled.social federate.social snabelen.no ravenation.club"
    " cyberplace.social ieji.de floss.social bsd.network wien.rocks graz.social swiss.social"
    " tooting.ch tkz.one mograph.social photog.social polymaths.social"
    " stranger.social dice.camp tilde.zone ruby.social phpc.social front-end.social dotnet.social"
)

MISSKEY_SERVERS = listed(
    "misskey.io misskey.design misskey.art misskey.cloud misskey.social misskey.gg misskey.id"
    " misskey.systems misskey.flowers misskey.dev nijimiss.moe sushi.ski calckey.social"
    " firefish.social blahaj.zone"
)

PEERTUBE_SERVERS = listed(
    "framatube.org peertube.tv peertube.debian.social peertube2.cpy.re peertube.cpy.re peertube.social"
    " tilvids.com diode.zone video.blender.org videos.lukesmith.xyz kolektiva.media peertube.fr"
    " tube.tchncs.de tube.kockatoo.org peertube.uno peertube.it peertube.live peertube.co.uk"
    " peertube.linuxrocks.online spectra.video makertube.net digitalcourage.video video.ploud.fr"
    " exode.me conf.tube fediverse.tv bitcointv.com share.tube peertube.nz peertube.eu.org"
    " tube.network.europa.eu peertube.stream videovortex.tv vod.ksite.de tube.22decembre.eu"
    " tube.openalgeria.org peertube.tamanoir.foucry.net skeptikon.fr video.liberta.vip tube.fede.re"
    " peertube.iriseden.eu peertube.mastodon.host video.antopie.org tube.p2p.legal"
)
